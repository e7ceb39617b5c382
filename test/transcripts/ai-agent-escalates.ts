import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent asks for a person',
  flow: agent(),
  talk: [
    { start: 'a person please' },
    { task: 'ai_agent', ok: { reply: 'Of course.', escalate: true } },
    { bot: ['Of course.', 'Left: escalate'] },
  ],
};
