import type { Transcript } from '../support/transcript';
import { delayed } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a time of day that is right now is tomorrow',
  flow: delayed({ mode: 'until', time: '09:30', timeZone: 'Europe/Berlin' }),
  env: { now: Date.parse('2026-01-05T08:30:00Z') },
  talk: [{ start: 'x' }, { expect: { awaits: { node: 'delay', kind: 'timer', for: '1d' } } }],
};
