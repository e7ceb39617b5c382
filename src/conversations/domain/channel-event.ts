import type { Attachment } from './content';

/**
 * Something that happened on a channel, decoded. `at` is the platform's time of the event (ms since epoch),
 * `dedupeKey` is unique among the events of one account.
 */
interface ChannelEventBase {
  participantId: string;
  at: number;
  dedupeKey: string;
}

export interface MessageReceived extends ChannelEventBase {
  kind: 'message';
  mid: string;
  text?: string;
  quickReplyPayload?: string;
  attachments: Attachment[];
  replyToMid?: string;
}

export interface PostbackReceived extends ChannelEventBase {
  kind: 'postback';
  /** Missing in some of the platform's deliveries. */
  mid?: string;
  title?: string;
  payload: string;
}

/** A message that left the account: one of ours, or typed by a person in the channel's own app. */
export interface EchoReceived extends ChannelEventBase {
  kind: 'echo';
  mid: string;
  text?: string;
  attachments: Attachment[];
}

export interface SeenReceived extends ChannelEventBase {
  kind: 'seen';
  mid: string;
}

export type ChannelEvent = MessageReceived | PostbackReceived | EchoReceived | SeenReceived;
