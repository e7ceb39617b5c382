import type { Transcript } from '../support/transcript';
import { replying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a reply by a model is sent and kept',
  flow: replying(),
  env: { config: { shop: 'Shoes & Co' } },
  talk: [
    { start: 'do you have red ones?' },
    {
      expect: {
        asked: [
          {
            task: 'ai_reply',
            input: {
              instructions: 'Answer for Shoes & Co.',
              text: 'do you have red ones?',
              settings: { maxSentences: 2 },
            },
          },
        ],
      },
    },
    { task: 'ai_reply', ok: { text: 'Yes, from size 36.' } },
    { bot: 'Yes, from size 36.' },
    { expect: { vars: { said: 'Yes, from size 36.' }, status: 'completed' } },
  ],
};
