import { assertNever, knownFields } from '../../shared/kernel';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { AboutMedia, MessageRow } from '../schemas/message.schema';
import type {
  CommentReceived,
  MentionReceived,
  OptinReceived,
  ReferralReceived,
  ThreadControlChanged,
} from './channel-event';
import { rowBaseOf } from './row-base';

export type Notice = CommentReceived | MentionReceived | ReferralReceived | OptinReceived | ThreadControlChanged;

/** The row of something that is no message, yet belongs into the conversation. */
export function noticeRow(event: LaneEvent, payload: Notice): MessageRow {
  const { standby, backfill } = payload;
  return knownFields({
    ...rowBaseOf(event),
    direction: 'in',
    origin: 'participant',
    status: 'received',
    text: '',
    attachments: [],
    standby,
    backfill,
    ...contentOf(payload),
  });
}

function contentOf(payload: Notice): Pick<MessageRow, 'kind' | 'about' | 'referral' | 'details'> & { text?: string } {
  switch (payload.kind) {
    case 'comment':
      return { kind: 'comment', text: payload.text, about: aboutOf(payload) };
    case 'mention':
      return { kind: 'mention', about: knownFields({ mediaId: payload.mediaId, commentId: payload.commentId }) };
    case 'referral':
      return { kind: 'referral', referral: payload.referral };
    case 'optin':
      return {
        kind: 'optin',
        text: payload.title ?? '',
        details: wordsOf({ type: payload.type, payload: payload.payload }),
      };
    case 'thread-control': {
      const { what, previousOwner, newOwner, requestedOwner, metadata } = payload;
      return { kind: 'thread_control', details: wordsOf({ what, previousOwner, newOwner, requestedOwner, metadata }) };
    }
    default:
      return assertNever(payload);
  }
}

function aboutOf(comment: CommentReceived): AboutMedia {
  const { mediaId, mediaType, commentId, parentId, adId, adTitle, originalMediaId, isLive } = comment;
  return knownFields({ mediaId, mediaType, commentId, parentId, adId, adTitle, originalMediaId, isLive });
}

function wordsOf(words: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, word]) => (word === undefined ? [] : [[name, word] as const])),
  );
}
