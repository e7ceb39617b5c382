import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an old button wakes a session that has ended',
  flow: menu,
  talk: [
    { start: 'x' },
    { tap: 'Hats' },
    { bot: ['What?', 'Hats it is.'] },
    { pass: '3d' },
    { tap: 'Shoes' },
    { bot: 'Shoes it is.' },
    { expect: { status: 'completed' } },
  ],
};
