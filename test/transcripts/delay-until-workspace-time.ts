import type { Transcript } from '../support/transcript';
import { delayed } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'without a time zone of its own a delay goes by that of the workspace',
  flow: delayed({ mode: 'until', time: '09:30' }),
  env: { now: Date.parse('2026-01-05T08:00:00Z'), hours: { timeZone: 'Asia/Tokyo', weekly: null, exceptions: [] } },
  talk: [{ start: 'x' }, { expect: { awaits: { node: 'delay', kind: 'timer', for: '16h 30m' } } }],
};
