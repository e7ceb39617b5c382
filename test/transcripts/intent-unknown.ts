import type { Transcript } from '../support/transcript';
import { classifying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an intent that the flow does not know is none',
  flow: classifying,
  talk: [{ start: 'hm' }, { task: 'detect_intent', ok: { intent: 'constructor' } }, { bot: 'Pardon?' }],
};
