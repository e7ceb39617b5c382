import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a jump leads to another node of the flow',
  flow: flow(
    [
      begin,
      node('ask', 'send_message', { text: 'Again?' }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
      node('back', 'jump', { to: 'ask' }),
    ],
    ['start -> ask', 'ask -> wait', 'wait.reply -> back', 'wait.timeout -> back'],
  ),
  talk: [{ start: 'x' }, { say: 'yes' }, { say: 'yes' }, { bot: ['Again?', 'Again?', 'Again?'] }],
};
