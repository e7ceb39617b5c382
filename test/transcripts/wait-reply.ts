import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a reply is kept and shown',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer' }),
  talk: [
    { start: 'x' },
    { bot: 'Which?' },
    { say: 'the blue one' },
    { bot: 'So: the blue one' },
    { expect: { vars: { answer: 'the blue one' }, status: 'completed', timers: 0 } },
  ],
};
