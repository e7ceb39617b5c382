import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a number keeps its type, also inside a sentence and with a comma',
  flow: collecting({ type: 'number', min: 1, max: 20 }),
  talk: [
    { start: 'x' },
    { say: 'about 2,5 kg' },
    { expect: { vars: { value: 2.5 } } },
    { bot: ['Please?', 'Got "2.5"'] },
  ],
};
