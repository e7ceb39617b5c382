import type { Transcript } from '../support/transcript';
import { collecting, SIZES } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an old choice of a slot changes the answer and goes on from there',
  flow: collecting(SIZES),
  talk: [{ start: 'x' }, { tap: 'Large' }, { tap: 'Small' }, { bot: ['Please?', 'Got "L"', 'Got "Small"'] }],
};
