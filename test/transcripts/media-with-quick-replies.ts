import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a picture goes out before its text, which carries the quick replies',
  flow: flow(
    [
      begin,
      node('look', 'send_message', {
        text: 'Look!',
        media: { type: 'video', url: 'https://example.com/v.mp4' },
        quickReplies: [{ id: 'more', title: 'More' }],
      }),
      node('more', 'send_message', { text: 'More it is.' }),
    ],
    ['start -> look', 'look.more -> more'],
  ),
  talk: [
    { start: 'x' },
    { bot: ['', 'Look!'] },
    { expect: { message: { text: 'Look!', quickReplies: [{ title: 'More' }] }, choices: ['More'] } },
    { tap: 'More' },
    { bot: 'More it is.' },
  ],
};
