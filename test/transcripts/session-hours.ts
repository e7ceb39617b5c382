import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a flow can let its sessions live longer or shorter',
  flow: { ...menu, settings: { sessionHours: 2 } },
  talk: [
    { start: 'x' },
    { pass: '1h 59m' },
    { expect: { status: 'waiting' } },
    { pass: '1m' },
    { expect: { status: 'expired' } },
  ],
};
