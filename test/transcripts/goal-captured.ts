import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a goal is captured with its fields and remembered by the session',
  flow: flow(
    [
      begin,
      node('size', 'set_variable', { name: 'size', value: '42' }),
      node('goal', 'capture_goal', {
        goal: 'lead',
        fields: { size: '{{ vars.size }}', note: '{{ contact.name }}' },
        value: '{{ vars.size }}.5',
      }),
      node('thanks', 'send_message', { text: 'Thanks!' }),
    ],
    ['start -> size', 'size -> goal', 'goal -> thanks'],
  ),
  talk: [
    { start: 'x' },
    { bot: 'Thanks!' },
    {
      expect: {
        goals: ['lead'],
        asked: [{ task: 'capture_goal', input: { goal: 'lead', fields: { size: '42' }, value: 42.5 } }],
        trace: [{ kind: 'goal', nodeId: 'goal', goal: 'lead' }],
      },
    },
  ],
};
