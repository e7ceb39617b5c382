import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent stops waiting for an answer',
  flow: agent(),
  talk: [
    { start: 'x' },
    { task: 'ai_agent', ok: { reply: 'Day?' } },
    { pass: '1h' },
    { bot: ['Day?', 'Left: timeout'] },
  ],
};
