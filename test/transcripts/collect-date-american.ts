import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a date in the American order',
  flow: collecting({ type: 'date', order: 'mdy', latest: '2026-12-31' }),
  talk: [
    { start: 'x' },
    { say: '1/3/2027' },
    { say: '1/3/2026' },
    { expect: { vars: { value: '2026-01-03' }, trace: [{ outcome: 'latest' }] } },
  ],
};
