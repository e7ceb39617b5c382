import type { Transcript } from '../support/transcript';
import { delayed } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a delay until a time of day ends there, in its time zone',
  flow: delayed({ mode: 'until', time: '09:30', timeZone: 'Europe/Berlin' }),
  env: { now: Date.parse('2026-01-05T08:00:00Z') },
  talk: [
    { start: 'x' },
    {
      expect: {
        awaits: { node: 'delay', kind: 'timer', for: '30m' },
        trace: [{ kind: 'decided', rule: 'delay', operands: { time: '09:30' }, outcome: '2026-01-05T08:30:00.000Z' }],
      },
    },
    { pass: '30m' },
    { bot: 'Hello again' },
  ],
};
