import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a handoff leaves the branches that still wait to the person',
  flow: flow(
    [
      begin,
      node('route', 'router', {
        mode: 'all',
        branches: [
          { id: 'a', all: [{ left: 'message.text', op: 'exists' }] },
          { id: 'b', all: [{ left: 'message.text', op: 'exists' }] },
        ],
      }),
      node('a', 'handoff', { reason: 'a person' }),
      node('b', 'send_message', { text: 'B' }),
    ],
    ['start -> route', 'route.a -> a', 'route.b -> b', 'route.else -> b'],
  ),
  talk: [{ start: 'x' }, { bot: [] }, { expect: { status: 'handed_off' } }],
};
