import type { Transcript } from '../support/transcript';
import { replying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a reply can be kept without being sent',
  flow: replying({ send: false }),
  talk: [
    { start: 'x' },
    { task: 'ai_reply', ok: { text: 'A summary' } },
    { bot: [] },
    { expect: { vars: { said: 'A summary' } } },
  ],
};
