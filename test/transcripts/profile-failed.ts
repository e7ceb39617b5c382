import type { Transcript } from '../support/transcript';
import { profiled } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a profile that cannot be read leaves by its branch',
  flow: profiled,
  talk: [{ start: 'x' }, { task: 'lookup_profile', error: 'no consent' }, { bot: 'Hi stranger!' }],
};
