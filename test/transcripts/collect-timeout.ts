import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'nobody answers the question',
  flow: collecting({ type: 'email' }),
  talk: [
    { start: 'x' },
    { say: 'no' },
    { pass: '1h' },
    { bot: ['Please?', 'Please?', 'Too late.'] },
    { expect: { status: 'completed', timers: 0 } },
  ],
};
