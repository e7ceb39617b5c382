import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session that is woken has no outcome until it ends again',
  flow: flow(
    [
      begin,
      node('menu', 'send_message', {
        text: 'Book?',
        buttons: [
          { id: 'yes', title: 'Yes' },
          { id: 'no', title: 'No' },
        ],
      }),
      node('sure', 'wait_for_reply', { timeoutSeconds: 60 }),
      node('lost', 'end', { outcome: 'lost' }),
      node('booked', 'end', { outcome: 'booked' }),
    ],
    ['start -> menu', 'menu.no -> lost', 'menu.yes -> sure', 'sure.reply -> booked', 'sure.timeout -> lost'],
  ),
  talk: [
    { start: 'x' },
    { tap: 'No' },
    { expect: { status: 'completed', outcome: 'lost' } },
    { tap: 'Yes' },
    { expect: { status: 'waiting', outcome: null } },
    { say: 'sure' },
    { expect: { status: 'completed', outcome: 'booked' } },
  ],
};
