import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'replies that do not fit are asked for again, then the branch is left',
  flow: collecting({ type: 'text', min: 2, max: 4 }, { retries: 1, retryText: 'Two to four letters, please.' }),
  talk: [
    { start: 'x' },
    { say: 'A' },
    { bot: ['Please?', 'Two to four letters, please.'] },
    {
      expect: {
        status: 'waiting',
        trace: [
          {
            kind: 'decided',
            rule: 'slot',
            operands: { type: 'text', reply: 'A', attempt: 1, retries: 1 },
            outcome: 'min',
          },
        ],
      },
    },
    { say: 'Annabella' },
    { bot: 'Never mind.' },
    {
      expect: {
        vars: {},
        trace: [
          { kind: 'decided', rule: 'slot', operands: { attempt: 2 }, outcome: 'max' },
          { kind: 'left', nodeId: 'ask', handle: 'failed' },
        ],
      },
    },
  ],
};
