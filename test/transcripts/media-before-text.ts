import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a picture goes out before its text',
  flow: flow(
    [
      begin,
      node('look', 'send_message', {
        text: 'Our shop.',
        media: { type: 'image', url: 'https://example.com/{{ config.file }}' },
      }),
    ],
    ['start -> look'],
  ),
  env: { config: { file: 'shop.png' } },
  talk: [
    { start: 'x' },
    { bot: ['', 'Our shop.'] },
    {
      expect: {
        trace: [
          { kind: 'effect', effect: 'send', id: 's1-1' },
          { kind: 'effect', effect: 'send', id: 's1-2' },
        ],
        message: { text: 'Our shop.' },
      },
    },
  ],
};
