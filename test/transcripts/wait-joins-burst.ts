import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'messages that follow one another closely are one reply',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer', joinSeconds: 5 }),
  talk: [
    { start: 'x' },
    { say: 'I would like' },
    { bot: 'Which?' },
    { expect: { awaits: { node: 'wait', kind: 'reply', for: '5s' } } },
    { pass: '4s' },
    { say: 'the blue one' },
    { pass: '4s' },
    { bot: [] },
    { pass: '1s' },
    { bot: 'So: I would like\nthe blue one' },
    { expect: { vars: { answer: 'I would like\nthe blue one' }, timers: 0 } },
  ],
};
