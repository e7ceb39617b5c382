import type { Transcript } from '../support/transcript';
import { replying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'messages in quick succession are answered once, also those that come while the answer is made',
  flow: replying({ joinSeconds: 4 }),
  talk: [
    { start: 'Hello' },
    { expect: { awaits: { node: 'reply', kind: 'reply', for: '4s' } } },
    { pass: '3s' },
    { say: 'do you' },
    { pass: '3s' },
    { say: 'have blue cups?' },
    { bot: [] },
    { pass: '4s' },
    { expect: { status: 'active', asked: [{ task: 'ai_reply', input: { text: 'Hello\ndo you\nhave blue cups?' } }] } },
    { say: 'large ones' },
    {
      expect: { asked: [{ task: 'ai_reply', input: { text: 'Hello\ndo you\nhave blue cups?\nlarge ones' } }] },
    },
    { task: 'ai_reply', ok: { text: 'Yes, in large.' } },
    { bot: 'Yes, in large.' },
  ],
};
