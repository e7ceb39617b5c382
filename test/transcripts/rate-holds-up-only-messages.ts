import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'work that sends nothing goes on over the limit',
  flow: {
    ...flow(
      [
        begin,
        node('look', 'send_message', { text: 'Look', media: { type: 'image', url: 'https://example.com/a.png' } }),
        node('note', 'add_note', { text: 'has seen it' }),
      ],
      ['start -> look', 'look -> note'],
    ),
    settings: { rateLimit: { maxMessages: 1, perMinutes: 5 } },
  },
  talk: [
    { start: 'x' },
    { bot: ['', 'Look'] },
    { expect: { status: 'completed', asked: [{ task: 'add_note', input: { text: 'has seen it' } }] } },
  ],
};
