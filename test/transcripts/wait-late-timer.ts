import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a timer that fires after the reply is of no use',
  flow: asking({ timeoutSeconds: 60, storeAs: 'answer' }),
  talk: [{ start: 'x' }, { say: 'blue' }, { pass: '1h' }, { bot: ['Which?', 'So: blue'] }, { expect: { timers: 0 } }],
};
