import type { OutgoingContent } from './content';

/** What hangs on a message of ours, as the team sees it beside what people send. */
export interface SentAttachment {
  type: string;
  url?: string;
  mediaId?: string;
  /** Of a file that was uploaded here. */
  fileId?: string;
}

export function sentAttachments(content: OutgoingContent): SentAttachment[] {
  switch (content.kind) {
    case 'media': {
      const { mediaType: type, url, fileKey } = content;
      const fileId = fileKey?.split('/').at(-1);
      return [{ type, ...(url === undefined ? {} : { url }), ...(fileId === undefined ? {} : { fileId }) }];
    }
    case 'images':
      return content.urls.map((url) => ({ type: 'image', url }));
    case 'post':
      return [{ type: 'share', mediaId: content.mediaId }];
    case 'sticker':
      return [{ type: content.sticker }];
    default:
      return [];
  }
}
