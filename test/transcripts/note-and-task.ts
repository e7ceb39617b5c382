import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'the team gets a note and something to do',
  flow: flow(
    [
      begin,
      node('note', 'add_note', { text: 'Wrote: {{ message.text }}' }),
      node('todo', 'create_task', {
        title: 'Call {{ contact.name | default: "them" }}',
        details: 'About {{ message.text }}',
        dueInHours: 24,
        priority: 'high',
      }),
    ],
    ['start -> note', 'note -> todo'],
  ),
  env: { now: Date.parse('2026-01-05T10:00:00Z') },
  talk: [
    { start: 'call me' },
    { bot: [] },
    {
      expect: {
        status: 'completed',
        asked: [
          { task: 'add_note', input: { text: 'Wrote: call me' } },
          {
            task: 'create_task',
            input: {
              title: 'Call them',
              details: 'About call me',
              dueAt: '2026-01-06T10:00:00.000Z',
              priority: 'high',
            },
          },
        ],
      },
    },
  ],
};
