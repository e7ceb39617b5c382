import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'the title of a button can be typed, whatever its case',
  flow: menu,
  talk: [
    { start: 'x' },
    { bot: 'What?' },
    { say: '  SHOES ' },
    { bot: 'Shoes it is.' },
    { expect: { trace: [{ kind: 'decided', rule: 'choice', operands: { how: 'typed' }, outcome: 'shoes' }] } },
  ],
};
