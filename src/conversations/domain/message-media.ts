import type { MessageRow } from '../schemas/message.schema';
import { type Attachment, MEDIA_TYPES, type MediaType } from './content';

const isMediaType = (type: string): type is MediaType => (MEDIA_TYPES as readonly string[]).includes(type);

/**
 * What kind of file is copied, or null for what stays a link: stories and view-once media, which may not be kept (Meta, "Story mention"),
 * and what others have posted.
 */
export function copiedTypeOf({ type, url, isStory, isEphemeral }: Attachment): MediaType | null {
  if (url === undefined || isStory === true || isEphemeral === true) return null;
  return isMediaType(type) ? type : null;
}

/** The row, with its attachments marked and due to be copied at once where there is something to copy. */
export function awaitingMedia(row: MessageRow): MessageRow {
  if (!row.attachments.some((one) => copiedTypeOf(one) !== null)) return row;
  const attachments = row.attachments.map((one) =>
    copiedTypeOf(one) === null || one.state !== undefined ? one : { ...one, state: 'waiting' as const },
  );
  return { ...row, attachments, mediaDueAt: row.at };
}
