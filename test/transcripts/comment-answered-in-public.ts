import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';

export const transcript: Transcript = {
  title: 'a comment is answered in public and by a message',
  flow: flow(
    [
      node('start', 'trigger', { on: 'post_comment', media: ['p1'], once: 'post' }),
      node('public', 'reply_to_comment', { text: 'Thank you, {{ context.trigger.comment.username }}!' }),
      node('hello', 'send_message', { text: 'Hello', buttons: [{ id: 'more', title: 'More' }] }),
      node('more', 'send_message', { text: 'More' }),
    ],
    ['start -> public', 'public -> hello', 'hello.more -> more'],
  ),
  talk: [
    {
      start: 'LINK',
      by: {
        type: 'post_comment',
        comment: { id: 'c1', at: 0, mediaId: 'p1', username: 'jane.doe', isLive: false },
      },
    },
    { bot: ['Hello'] },
    { expect: { asked: [{ task: 'reply_to_comment', input: { commentId: 'c1', text: 'Thank you, jane.doe!' } }] } },
    { tap: 'More' },
    { bot: ['More'] },
    { expect: { status: 'completed' } },
  ],
};
