import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a picture counts as a reply, by its address',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer' }),
  talk: [
    { start: 'x' },
    { attach: 'https://example.com/me.png' },
    { bot: ['Which?', 'So: https://example.com/me.png'] },
  ],
};
