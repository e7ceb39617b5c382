import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a message that comes while the bot types is of no use to the session',
  flow: flow([begin, node('hi', 'send_message', { text: 'Hi!', typingSeconds: 4 })], ['start -> hi']),
  talk: [
    { start: 'x' },
    { say: 'hello?' },
    { expect: { handled: false, trace: [{ kind: 'ignored', event: 'message', reason: 'not_awaited' }] } },
    { pass: '4s' },
    { bot: 'Hi!' },
  ],
};
