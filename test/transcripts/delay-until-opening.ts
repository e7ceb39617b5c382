import type { Transcript } from '../support/transcript';
import { delayed, OFFICE } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a delay until the workspace opens',
  flow: delayed({ mode: 'opening' }),
  env: { now: Date.parse('2026-01-05T20:00:00Z'), hours: OFFICE },
  talk: [
    { start: 'x' },
    { bot: [] },
    { expect: { awaits: { node: 'delay', kind: 'timer', for: '13h' } } },
    { pass: '13h' },
    { bot: 'Hello again' },
  ],
};
