import type { Transcript } from '../support/transcript';
import { delayed, OFFICE } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a delay until the workspace opens is none while it is open',
  flow: delayed({ mode: 'opening' }),
  env: { now: Date.parse('2026-01-05T10:00:00Z'), hours: OFFICE },
  talk: [
    { start: 'x' },
    { bot: 'Hello again' },
    { expect: { trace: [{ kind: 'decided', rule: 'delay', outcome: 'at once' }] } },
  ],
};
