import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a date is read in the order of the flow and kept as a day',
  flow: collecting({ type: 'date', order: 'dmy', earliest: 'today' }),
  env: { now: Date.parse('2026-02-01T12:00:00Z') },
  talk: [
    { start: 'x' },
    { say: '31.1.2026' },
    { say: '30.2.2026' },
    { say: '1/3/2026 if possible' },
    {
      expect: {
        vars: { value: '2026-03-01' },
        trace: [{ outcome: 'earliest' }, { outcome: 'date' }, { outcome: 'valid' }],
      },
    },
  ],
};
