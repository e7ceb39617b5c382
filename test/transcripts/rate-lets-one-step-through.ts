import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a step with more messages than the limit goes when nothing was sent in the span',
  flow: {
    ...flow(
      [
        begin,
        node('look', 'send_message', { text: 'Look', media: { type: 'image', url: 'https://example.com/a.png' } }),
      ],
      ['start -> look'],
    ),
    settings: { rateLimit: { maxMessages: 1, perMinutes: 5 } },
  },
  talk: [{ start: 'x' }, { bot: ['', 'Look'] }, { expect: { status: 'completed' } }],
};
