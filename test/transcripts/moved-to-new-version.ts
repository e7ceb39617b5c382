import type { Transcript } from '../support/transcript';
import { asking, menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session moves to a new version where the node it waits at is still of its type',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer' }),
  talk: [
    { start: 'x' },
    { publish: menu, moves: false },
    { publish: asking({ timeoutSeconds: 60, storeAs: 'answer' }, 'New: {{ vars.answer }}'), moves: true },
    { say: 'blue' },
    { bot: ['Which?', 'New: blue'] },
  ],
};
