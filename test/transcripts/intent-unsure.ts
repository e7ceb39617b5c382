import type { Transcript } from '../support/transcript';
import { classifying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an intent that the model is not sure of is none',
  flow: classifying,
  talk: [
    { start: 'hm' },
    { task: 'detect_intent', ok: { intent: 'price', confidence: 0.4 } },
    { bot: 'Pardon?' },
    { expect: { vars: { intent: null }, trace: [{ rule: 'intent', outcome: 'none' }] } },
  ],
};
