import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'another text than a button leaves the session waiting',
  flow: menu,
  talk: [
    { start: 'x' },
    { bot: 'What?' },
    { say: 'how much?' },
    { bot: [] },
    { expect: { status: 'waiting', handled: false } },
  ],
};
