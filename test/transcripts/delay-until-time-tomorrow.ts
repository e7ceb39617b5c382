import type { Transcript } from '../support/transcript';
import { delayed } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a time of day that has passed is tomorrow, also over a change of clocks',
  flow: delayed({ mode: 'until', time: '09:30', timeZone: 'Europe/Berlin' }),
  env: { now: Date.parse('2026-03-28T10:00:00Z') },
  talk: [
    { start: 'x' },
    { expect: { awaits: { node: 'delay', kind: 'timer', for: '21h 30m' } } },
    { pass: '21h 30m' },
    { bot: 'Hello again' },
  ],
};
