import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an e-mail address is found in a sentence and written into the contact',
  flow: collecting({ type: 'email' }, { saveTo: 'email' }),
  talk: [
    { start: 'x' },
    { say: 'sure, it is Ann.Lee@Example.COM.' },
    {
      expect: {
        vars: { value: 'ann.lee@example.com' },
        contact: { email: 'ann.lee@example.com' },
        asked: [{ task: 'update_contact', input: { set: { email: 'ann.lee@example.com' } } }],
      },
    },
  ],
};
