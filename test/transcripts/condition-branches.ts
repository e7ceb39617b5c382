import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a condition compares and says what it compared',
  flow: flow(
    [
      begin,
      node('big', 'condition', { all: [{ left: 'message.text', op: 'gte', right: 45 }] }),
      node('yes', 'send_message', { text: 'big' }),
      node('no', 'send_message', { text: 'small' }),
    ],
    ['start -> big', 'big.true -> yes', 'big.false -> no'],
  ),
  talk: [
    { start: '46' },
    { bot: 'big' },
    {
      expect: {
        trace: [
          { kind: 'decided', nodeId: 'big' },
          { kind: 'left', nodeId: 'big', handle: 'true' },
        ],
      },
    },
  ],
};
