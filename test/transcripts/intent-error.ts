import type { Transcript } from '../support/transcript';
import { classifying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a model that does not answer leaves by the error branch',
  flow: classifying,
  talk: [
    { start: 'hm' },
    { task: 'detect_intent', error: 'timeout' },
    { bot: 'Try again.' },
    { expect: { trace: [{ rule: 'intent', operands: { error: 'timeout' }, outcome: 'error' }] } },
  ],
};
