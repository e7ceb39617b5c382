import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a name is asked for and kept',
  flow: collecting({ type: 'text', min: 2, max: 10 }),
  talk: [{ start: 'x' }, { say: '  Ann ' }, { bot: ['Please?', 'Got "Ann"'] }, { expect: { vars: { value: 'Ann' } } }],
};
