import type { OutgoingContent } from './content';
import { type SentAttachment, sentAttachments } from './sent-attachments';

it.each<[OutgoingContent, SentAttachment[]]>([
  [{ kind: 'text', text: 'Hi' }, []],
  [{ kind: 'media', mediaType: 'image', url: 'https://a/b.png' }, [{ type: 'image', url: 'https://a/b.png' }]],
  [{ kind: 'media', mediaType: 'file', fileKey: 'w1/c1/f1' }, [{ type: 'file', fileId: 'f1' }]],
  [{ kind: 'media', mediaType: 'audio', attachmentId: '7' }, [{ type: 'audio' }]],
  [
    { kind: 'images', urls: ['https://a/1', 'https://a/2'] },
    [
      { type: 'image', url: 'https://a/1' },
      { type: 'image', url: 'https://a/2' },
    ],
  ],
  [{ kind: 'post', mediaId: '9' }, [{ type: 'share', mediaId: '9' }]],
  [{ kind: 'sticker', sticker: 'like_heart' }, [{ type: 'like_heart' }]],
])('%j shows %j', (content, attachments) => expect(sentAttachments(content)).toEqual(attachments));
