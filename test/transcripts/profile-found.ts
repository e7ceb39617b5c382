import type { Transcript } from '../support/transcript';
import { profiled } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a profile that is found gives the name to the contact',
  flow: profiled,
  talk: [
    { start: 'x' },
    { task: 'lookup_profile', ok: { name: 'Ann', username: 'ann_1', extra: 1 } },
    { bot: 'Hi Ann!' },
    { expect: { contact: { name: 'Ann', username: 'ann_1' }, vars: { profile: { name: 'Ann', username: 'ann_1' } } } },
  ],
};
