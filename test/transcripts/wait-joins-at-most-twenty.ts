import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a burst without an end is taken after twenty messages',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer', joinSeconds: 60 }),
  talk: [
    { start: 'x' },
    ...Array.from({ length: 20 }, (_, index) => ({ say: String(index) })),
    { expect: { status: 'completed', vars: { answer: Array.from({ length: 20 }, (_, index) => index).join('\n') } } },
  ],
};
