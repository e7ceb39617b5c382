import type { Transcript } from '../support/transcript';
import { collecting, SIZES } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a choice of a slot can be typed, by title or by value',
  flow: collecting(SIZES),
  talk: [{ start: 'x' }, { say: 'medium' }, { say: 'l' }, { bot: ['Please?', 'Please?', 'Got "L"'] }],
};
