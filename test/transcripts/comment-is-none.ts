import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'there is no comment to be answered in public, so that it goes on',
  flow: flow(
    [
      begin,
      node('public', 'reply_to_comment', { text: 'Thank you!', variants: ['Thanks!'] }),
      node('hello', 'send_message', { text: 'Hello' }),
    ],
    ['start -> public', 'public -> hello'],
  ),
  talk: [{ start: 'hi' }, { bot: ['Hello'] }, { expect: { status: 'completed', asked: [] } }],
};
