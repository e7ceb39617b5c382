import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session that was stopped cannot be woken',
  flow: menu,
  talk: [
    { start: 'x' },
    { bot: 'What?' },
    { person: 'stops' },
    { tap: 'Hats' },
    { bot: [] },
    { expect: { status: 'stopped', handled: false, trace: [{ kind: 'ignored', reason: 'ended' }] } },
  ],
};
