import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent leaves when it has heard enough answers',
  flow: agent({ maxTurns: 1 }),
  talk: [
    { start: 'x' },
    { task: 'ai_agent', ok: { reply: 'Day?' } },
    { say: 'hm' },
    { task: 'ai_agent', ok: { reply: 'Which day?' } },
    { bot: ['Day?', 'Which day?', 'Left: limit'] },
  ],
};
