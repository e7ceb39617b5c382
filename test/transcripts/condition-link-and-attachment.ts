import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'texts and conditions know links and attachments of the last message',
  flow: flow(
    [
      begin,
      node('link', 'condition', {
        all: [
          { left: 'message.hasLink', op: 'equals', right: true },
          { left: 'message.hasAttachment', op: 'equals', right: true },
        ],
      }),
      node('yes', 'send_message', { text: '{{ message.linkUrl }} {{ message.attachmentUrl }}' }),
      node('no', 'send_message', { text: 'neither' }),
    ],
    ['start -> link', 'link.true -> yes', 'link.false -> no'],
  ),
  talk: [
    { start: { text: 'see https://example.com/x, please', attachmentUrls: ['https://example.com/a.png'] } },
    { bot: 'https://example.com/x, https://example.com/a.png' },
  ],
};
