import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent is not done while a required slot is empty',
  flow: agent(),
  talk: [
    { start: 'x' },
    { task: 'ai_agent', ok: { reply: 'Fine!', done: true } },
    { expect: { status: 'waiting', awaits: { node: 'agent', kind: 'reply' } } },
  ],
};
