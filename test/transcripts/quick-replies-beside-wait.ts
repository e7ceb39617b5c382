import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'quick replies stay open beside the wait for a reply',
  flow: flow(
    [
      begin,
      node('ask', 'send_message', { text: 'Your size?', quickReplies: [{ id: 'unsure', title: 'Not sure' }] }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 600, storeAs: 'size' }),
      node('got', 'send_message', { text: 'Size {{ vars.size }}.' }),
      node('help', 'send_message', { text: 'Measure your foot.' }),
    ],
    ['start -> ask', 'ask -> wait', 'ask.unsure -> help', 'wait.reply -> got', 'wait.timeout -> help'],
  ),
  talk: [
    { start: 'x' },
    { expect: { choices: ['Not sure'], awaits: { node: 'wait', kind: 'reply', for: '10m' } } },
    { tap: 'Not sure' },
    { bot: ['Your size?', 'Measure your foot.'] },
    { expect: { status: 'completed', vars: {}, timers: 0 } },
  ],
};
