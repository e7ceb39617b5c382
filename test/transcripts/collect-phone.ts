import type { Transcript } from '../support/transcript';
import { collecting } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a phone number loses its signs and keeps its plus',
  flow: collecting({ type: 'phone' }, { saveTo: 'phone' }),
  talk: [
    { start: 'x' },
    { say: 'call me: +49 (171) 123-45.67' },
    { expect: { vars: { value: '+491711234567' }, contact: { phone: '+491711234567' } } },
  ],
};
