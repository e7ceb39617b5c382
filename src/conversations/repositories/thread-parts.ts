import type { ConversationId } from '../../shared/kernel';
import type { MessageRow } from '../schemas/message.schema';

/** What reports count of a message, without what it lacks. */
export interface ThreadFact extends Pick<
  MessageRow,
  | 'accountId'
  | 'kind'
  | 'direction'
  | 'origin'
  | 'status'
  | 'at'
  | 'backfill'
  | 'userId'
  | 'standby'
  | 'quickReplyPayload'
  | 'postbackPayload'
> {
  /** The beginning of what the person wrote. */
  text?: string;
  /** Kind of what we wrote. */
  content?: NonNullable<MessageRow['content']>['kind'];
  /** Their types. */
  attachments?: string[];
  /** Code of why it did not go out. */
  error?: string;
}

/** What was said in one conversation, the oldest first; of one moment, by id. */
export interface CountedThread {
  conversationId: ConversationId;
  messages: ThreadFact[];
}

/** Of so many messages, with texts that are cut, no document comes near the store's limit of 16 MB. */
export const MESSAGES_AT_ONCE = 5_000;
/** In code points. */
const TEXT_LENGTH = 160;

/** What one command has seen of a conversation. */
export interface ThreadPart {
  _id: ConversationId;
  /** Of the last one. */
  oldestAt: Date;
  oldestId: string;
  /** The youngest first. */
  said: ThreadFact[];
}

const isReceived = { $eq: ['$direction', 'in'] };
const WHAT_IS_COUNTED = {
  ...{ accountId: '$accountId', at: '$at', direction: '$direction', origin: '$origin', status: '$status' },
  ...{ kind: '$kind', backfill: '$backfill', userId: '$userId', standby: '$standby' },
  ...{ quickReplyPayload: '$quickReplyPayload', postbackPayload: '$postbackPayload' },
  ...{ content: '$content.kind', error: '$error.code' },
  attachments: { $cond: [{ $eq: ['$attachments', []] }, '$$REMOVE', '$attachments.type'] },
  text: { $cond: [isReceived, { $substrCP: ['$text', 0, TEXT_LENGTH] }, '$$REMOVE'] },
};

/**
 * Follows a `$match` of conversations. The store puts a conversation's messages into one document: that takes a third of the
 * time that single ones take to send and to decode, at either end.
 */
export const byThread = (limit: number) => [
  { $sort: { conversationId: 1 as const, at: -1 as const, _id: -1 as const } },
  { $limit: limit },
  {
    $group: {
      _id: '$conversationId',
      oldestAt: { $last: '$at' },
      oldestId: { $last: '$_id' },
      said: { $push: WHAT_IS_COUNTED },
    },
  },
];

/** @param parts of one conversation, the youngest first */
export const threadOf = (...parts: readonly [ThreadPart, ...ThreadPart[]]): CountedThread => ({
  conversationId: parts[0]._id,
  messages: parts.flatMap(({ said }) => said).reverse(),
});
