import type { Transcript } from '../support/transcript';
import { halves } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session goes down one side of a split',
  flow: halves,
  sessionId: 'ann',
  talk: [
    { start: 'x' },
    { bot: 'A' },
    { expect: { trace: [{ rule: 'split', operands: { weights: { a: 1, b: 3 } } }] } },
  ],
};
