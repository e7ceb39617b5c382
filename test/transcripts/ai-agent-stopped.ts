import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent gives up when its condition for that holds',
  flow: agent(),
  talk: [{ start: 'leave me alone' }, { task: 'ai_agent', ok: { stopped: true } }, { bot: 'Left: stopped' }],
};
