import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent whose model fails leaves by the error branch',
  flow: agent(),
  talk: [{ start: 'x' }, { task: 'ai_agent', error: 'no key' }, { bot: 'Left: error' }],
};
