import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a joined reply keeps all attachments for later texts',
  flow: asking(
    { timeoutSeconds: 600, joinSeconds: 5 },
    'Files: {{ message.attachmentUrls | size }}, first {{ message.attachmentUrl }}',
  ),
  talk: [
    { start: 'x' },
    { attach: 'https://example.com/1.png' },
    { attach: 'https://example.com/2.png', say: 'these' },
    { pass: '5s' },
    { bot: ['Which?', 'Files: 2, first https://example.com/1.png'] },
  ],
};
