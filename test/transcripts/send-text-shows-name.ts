import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a greeting shows the name that is known',
  env: { contact: { name: 'Ann' } },
  flow: flow([begin, node('hi', 'send_message', { text: 'Hi {{ contact.name }}!' })], ['start -> hi']),
  talk: [
    { start: 'hello' },
    { bot: 'Hi Ann!' },
    {
      expect: {
        status: 'completed',
        timers: 0,
        trace: [
          { kind: 'entered', nodeId: 'start' },
          { kind: 'entered', nodeId: 'hi' },
          { kind: 'ended', reason: 'the path ended' },
        ],
      },
    },
  ],
};
