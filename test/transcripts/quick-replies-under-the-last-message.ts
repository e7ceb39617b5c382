import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'quick replies stand under the last message of a node, where they can be seen',
  flow: flow(
    [
      begin,
      node('row', 'send_message', {
        text: 'Our best:',
        media: { type: 'image', url: 'https://example.com/r.png' },
        quickReplies: [{ id: 'more', title: 'More' }],
      }),
      node('more', 'send_message', { text: 'More it is.' }),
    ],
    ['start -> row', 'row.more -> more'],
  ),
  talk: [
    { start: 'x' },
    { bot: ['', 'Our best:'] },
    {
      expect: {
        message: { text: 'Our best:', quickReplies: [{ title: 'More', payload: 'pf:s1:row:more' }] },
        trace: [{ kind: 'waiting', nodeId: 'row', awaits: 'choice' }],
      },
    },
    { tap: 'More' },
    { bot: 'More it is.' },
  ],
};
