import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session gets one of the variants, always the same, and the trace says which',
  flow: flow(
    [
      begin,
      node('hi', 'send_message', { text: 'Hi!', variants: ['Hello!', 'Hey!', 'Good day!'] }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
    ],
    ['start -> hi', 'hi -> wait', 'wait.reply -> hi', 'wait.timeout -> hi'],
  ),
  sessionId: 'variant-7',
  talk: [
    { start: 'x' },
    { bot: 'Hey!' },
    {
      expect: { trace: [{ kind: 'decided', nodeId: 'hi', rule: 'variant', operands: { variants: 4 }, outcome: '2' }] },
    },
    { say: 'again' },
    { bot: 'Hey!' },
  ],
};
