import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a message that takes typing waits that long, and work is under way meanwhile',
  flow: flow([begin, node('hi', 'send_message', { text: 'Hi!', typingSeconds: 4 })], ['start -> hi']),
  talk: [
    { start: 'x' },
    { bot: [] },
    { expect: { status: 'active', awaits: { node: 'hi', kind: 'timer', why: 'typing', for: '4s' } } },
    { pass: '3s' },
    { bot: [] },
    { pass: '1s' },
    { bot: 'Hi!' },
    { expect: { status: 'completed' } },
  ],
};
