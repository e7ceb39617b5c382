import type { CommentReceived, MentionReceived } from '../../conversations';
import { knownFields } from '../../shared/kernel';
import { commentValue, mentionValue } from './change-payload';
import type { Undecoded } from './decode-messaging';

const MALFORMED: Undecoded = { reason: 'The change does not have the documented shape.' };

/** A comment under a post, a reel, an ad or a live broadcast. `at`: the entry's time, as comments have none of their own. Pure. */
export function decodeComment(raw: unknown, at: number, isLive: boolean): CommentReceived | Undecoded {
  const parsed = commentValue.safeParse(raw);
  if (!parsed.success || parsed.data.commentId === undefined) return MALFORMED;
  const { commentId, parent_id: parentId, text, from, media } = parsed.data;
  return knownFields({
    kind: 'comment',
    participantId: from.id,
    at,
    // Ads and boosted posts may tell of one comment twice.
    dedupeKey: `comment:${commentId}`,
    commentId,
    parentId,
    text,
    username: from.username,
    mediaId: media.id,
    mediaType: media.media_product_type,
    adId: media.ad_id,
    adTitle: media.ad_title,
    originalMediaId: media.original_media_id,
    isLive,
  });
}

/** That the account was named; by whom, nobody says. Pure. */
export function decodeMention(accountId: string, raw: unknown, at: number): MentionReceived | Undecoded {
  const parsed = mentionValue.safeParse(raw);
  if (!parsed.success) return MALFORMED;
  const { media_id: mediaId, comment_id: commentId } = parsed.data;
  const dedupeKey = commentId === undefined ? `mention:${mediaId}` : `mention:${mediaId}:${commentId}`;
  return knownFields({ kind: 'mention', participantId: accountId, at, dedupeKey, mediaId, commentId });
}
