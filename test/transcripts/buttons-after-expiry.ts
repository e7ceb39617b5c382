import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a menu that nobody uses for a day expires, and its button wakes it',
  flow: menu,
  talk: [
    { start: 'x' },
    { bot: 'What?' },
    { pass: '1d' },
    {
      expect: {
        status: 'expired',
        timers: 0,
        trace: [{ kind: 'ended', status: 'expired', reason: 'nothing happened for too long' }],
      },
    },
    { tap: 'Hats' },
    { bot: 'Hats it is.' },
  ],
};
