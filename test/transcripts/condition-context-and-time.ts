import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin, OFFICE } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a condition knows how the session began and what time it is',
  flow: flow(
    [
      begin,
      node('when', 'condition', {
        all: [
          { left: 'context.trigger.type', op: 'equals', right: 'referral' },
          { left: 'context.trigger.ref', op: 'equals', right: 'summer' },
          { left: 'time.weekday', op: 'equals', right: 'monday' },
          { left: 'time.hour', op: 'equals', right: 11 },
          { left: 'time.open', op: 'equals', right: true },
        ],
      }),
      node('yes', 'send_message', { text: '{{ context.channel }} {{ time.date }} {{ context.returning }}' }),
      node('no', 'send_message', { text: 'no' }),
    ],
    ['start -> when', 'when.true -> yes', 'when.false -> no'],
  ),
  env: {
    now: Date.parse('2026-01-05T10:00:00Z'),
    hours: OFFICE,
    context: { channel: 'instagram', language: 'de', returning: true },
  },
  talk: [{ start: 'x', by: { type: 'referral', ref: 'summer' } }, { bot: 'instagram 2026-01-05 true' }],
};
