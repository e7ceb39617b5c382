import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'the disclosure begins the first message, once',
  flow: {
    ...asking({ timeoutSeconds: 60 }),
    settings: { disclosure: { text: 'You write with a bot of {{ config.shop }}.' } },
  },
  env: { config: { shop: 'Shoes & Co' } },
  talk: [
    { start: 'x' },
    { bot: 'You write with a bot of Shoes & Co.\n\nWhich?' },
    { say: 'blue' },
    { bot: 'So: that' },
  ],
};
