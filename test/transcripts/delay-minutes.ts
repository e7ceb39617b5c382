import type { Transcript } from '../support/transcript';
import { delayed } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a delay passes before the next message',
  flow: delayed({ mode: 'for', amount: 90, unit: 'minutes' }),
  talk: [
    { start: 'x' },
    { expect: { status: 'waiting', awaits: { node: 'delay', kind: 'timer', why: 'delay', for: '1h 30m' } } },
    { pass: '1h 29m' },
    { bot: [] },
    { pass: '1m' },
    { bot: 'Hello again' },
  ],
};
