import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a value goes into a field of the workspace, with its type',
  flow: collecting({ type: 'number' }, { saveTo: 'fields.shoeSize' }),
  talk: [{ start: 'x' }, { say: '42' }, { expect: { contact: { fields: { shoeSize: 42 } } } }],
};
