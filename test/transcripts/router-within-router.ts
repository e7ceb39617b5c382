import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { ANY, begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'the branches of an inner router end before the rest of the outer one',
  flow: flow(
    [
      begin,
      node('outer', 'router', {
        mode: 'all',
        branches: [
          { id: 'a', all: ANY },
          { id: 'b', all: ANY },
        ],
      }),
      node('inner', 'router', {
        mode: 'all',
        branches: [
          { id: 'a', all: ANY },
          { id: 'b', all: ANY },
        ],
      }),
      node('aa', 'send_message', { text: 'inner a' }),
      node('ab', 'send_message', { text: 'inner b' }),
      node('b', 'send_message', { text: 'outer b' }),
      node('none', 'send_message', { text: 'none' }),
    ],
    [
      'start -> outer',
      'outer.a -> inner',
      'outer.b -> b',
      'outer.else -> none',
      'inner.a -> aa',
      'inner.b -> ab',
      'inner.else -> none',
    ],
  ),
  talk: [{ start: 'x' }, { bot: ['inner a', 'inner b', 'outer b'] }],
};
