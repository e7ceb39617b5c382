import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a router that takes all branches goes down one after another, over a wait',
  flow: flow(
    [
      begin,
      node('route', 'router', {
        mode: 'all',
        branches: [
          { id: 'a', all: [{ left: 'message.text', op: 'contains', right: 'a' }] },
          { id: 'b', all: [{ left: 'message.text', op: 'contains', right: 'b' }] },
          { id: 'c', all: [{ left: 'message.text', op: 'contains', right: 'c' }] },
        ],
      }),
      node('a', 'send_message', { text: 'A?' }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
      node('b', 'send_message', { text: 'B' }),
      node('end-b', 'end'),
      node('c', 'send_message', { text: 'C' }),
      node('none', 'send_message', { text: 'none' }),
    ],
    [
      'start -> route',
      'route.a -> a',
      'a -> wait',
      'wait.reply -> end-b',
      'wait.timeout -> end-b',
      'route.b -> b',
      'b -> end-b',
      'route.c -> c',
      'route.else -> none',
    ],
  ),
  talk: [
    { start: 'a b c' },
    { bot: 'A?' },
    { expect: { status: 'waiting', trace: [{ kind: 'queued', nodeId: 'route', nodes: ['b', 'c'] }] } },
    { say: 'yes' },
    { bot: ['B', 'C'] },
    { expect: { status: 'completed', timers: 0 } },
  ],
};
