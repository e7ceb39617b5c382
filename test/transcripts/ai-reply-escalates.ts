import type { Transcript } from '../support/transcript';
import { replying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a model that cannot help hands over, with a last word',
  flow: replying(),
  talk: [
    { start: 'I want my money back' },
    { task: 'ai_reply', ok: { text: 'I will get somebody.', escalate: true, reason: 'refund' } },
    { bot: 'I will get somebody.' },
    {
      expect: {
        status: 'handed_off',
        trace: [{ rule: 'ai_reply', operands: { escalate: true, reason: 'refund' }, outcome: 'escalate' }],
      },
    },
  ],
};
