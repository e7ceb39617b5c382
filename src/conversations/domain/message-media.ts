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

/** Places of the voice notes in a message, which are those of its recordings that are copied. */
export function voicesIn(attachments: readonly Attachment[]): number[] {
  return attachments.flatMap((one, index) => (copiedTypeOf(one) === 'audio' ? [index] : []));
}

/** What a message says: its text, or else what was heard in its voice notes. */
export function saidIn({ text, attachments }: { text: string; attachments: readonly Attachment[] }): string {
  return text === '' ? attachments.flatMap(({ transcript }) => transcript?.text ?? []).join('\n') : text;
}

/** The row, with its attachments marked and due to be copied at once where there is something to copy. */
export function awaitingMedia(row: MessageRow): MessageRow {
  if (!row.attachments.some((one) => copiedTypeOf(one) !== null)) return row;
  const attachments = row.attachments.map((one) =>
    copiedTypeOf(one) === null || one.state !== undefined ? one : { ...one, state: 'waiting' as const },
  );
  return { ...row, attachments, mediaDueAt: row.at };
}
