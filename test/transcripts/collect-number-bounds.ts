import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a number outside its bounds, and a part of one, are asked for again',
  flow: collecting({ type: 'number', min: 1, max: 20, integer: true }, { retries: 3 }),
  talk: [
    { start: 'x' },
    { say: '0' },
    { say: '21' },
    { say: '2.5' },
    { expect: { trace: [{ outcome: 'min' }, { outcome: 'max' }, { outcome: 'integer' }] } },
    { say: '٢٠' },
    { expect: { vars: { value: 20 }, status: 'completed' } },
  ],
};
