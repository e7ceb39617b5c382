import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a text must match its pattern',
  flow: collecting({ type: 'text', pattern: '^[A-Z]{2}-[0-9]{4}$' }),
  talk: [
    { start: 'x' },
    { say: 'order 12' },
    { say: 'AB-1234' },
    { bot: ['Please?', 'Please?', 'Got "AB-1234"'] },
    {
      expect: {
        trace: [
          { rule: 'slot', outcome: 'pattern' },
          { rule: 'slot', outcome: 'valid' },
        ],
      },
    },
  ],
};
