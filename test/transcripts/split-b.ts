import type { Transcript } from '../support/transcript';
import { halves } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'another session goes down the other side, each time it comes by',
  flow: halves,
  sessionId: 'three',
  talk: [{ start: 'x' }, { say: 'again' }, { bot: ['B', 'B'] }],
};
