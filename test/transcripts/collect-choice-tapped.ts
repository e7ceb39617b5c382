import type { Transcript } from '../support/transcript';
import { collecting, SIZES } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a choice of a slot is kept by its value',
  flow: collecting(SIZES),
  talk: [
    { start: 'x' },
    { expect: { choices: ['Small', 'Large'] } },
    { tap: 'Large' },
    { bot: ['Please?', 'Got "L"'] },
    {
      expect: {
        vars: { value: 'L' },
        trace: [
          { rule: 'choice', outcome: 'large' },
          { rule: 'slot', outcome: 'valid' },
          { kind: 'left', handle: 'next' },
        ],
      },
    },
  ],
};
