import type { Transcript } from '../support/transcript';
import { classifying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a detected intent leads down its branch and is kept',
  flow: classifying,
  talk: [
    { start: 'where is my parcel?' },
    {
      expect: {
        status: 'active',
        awaits: { node: 'detect', kind: 'task' },
        asked: [
          {
            task: 'detect_intent',
            input: {
              text: 'where is my parcel?',
              intents: [
                { id: 'order', description: 'asks about an order' },
                { id: 'price', description: 'asks for a price' },
              ],
            },
          },
        ],
      },
    },
    { task: 'detect_intent', ok: { intent: 'order', confidence: 0.9 } },
    { bot: 'About your order.' },
    {
      expect: {
        vars: { intent: 'order' },
        trace: [
          { rule: 'intent', operands: { intent: 'order', confidence: 0.9, minConfidence: 0.6 }, outcome: 'order' },
        ],
      },
    },
  ],
};
