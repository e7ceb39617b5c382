import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'what is no e-mail address is asked for again',
  flow: collecting({ type: 'email' }, { retries: 5 }),
  talk: [
    { start: 'x' },
    { say: 'ann@' },
    { say: '@example.com' },
    { say: 'ann@example' },
    { say: 'a@b@example.com' },
    {
      expect: {
        status: 'waiting',
        vars: {},
        trace: [{ outcome: 'email' }, { outcome: 'email' }, { outcome: 'email' }, { outcome: 'email' }],
      },
    },
  ],
};
