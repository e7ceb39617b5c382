import type { Attachment } from './content';

/**
 * Something that happened on a channel, decoded. `at` is the platform's time of the event (ms since epoch),
 * `dedupeKey` is unique among the events of one account.
 */
interface ChannelEventBase {
  participantId: string;
  at: number;
  dedupeKey: string;
  /** Another app has the thread: it is stored, never answered. */
  standby?: true;
  /**
   * Read afterwards, not told as it happened. gap: missed while deliveries were lost, and answered if it is still fresh ·
   * history: from before, never answered.
   */
  backfill?: 'gap' | 'history';
  /** Of the participant, where the platform tells it. */
  username?: string;
}

/** The story that somebody answered or shared. Its media is a link that dies with it. */
export interface StoryReference {
  id?: string;
  url?: string;
}

/** How somebody came to the conversation: an ad, a link of the account, a product of its shop. */
export interface Referral {
  /** What the link or the ad carries. */
  ref?: string;
  /** The platform's own word: ADS, SHORTLINK … */
  source?: string;
  type?: string;
  adId?: string;
  adTitle?: string;
  productId?: string;
}

export interface MessageReceived extends ChannelEventBase {
  kind: 'message';
  mid: string;
  text?: string;
  quickReplyPayload?: string;
  attachments: Attachment[];
  /** Either another message of the thread or a story of the account. */
  replyTo?: { mid?: string; story?: StoryReference };
  referral?: Referral;
  /** Something that the platform does not pass on. */
  isUnsupported?: true;
}

export interface PostbackReceived extends ChannelEventBase {
  kind: 'postback';
  /** Missing in some of the platform's deliveries. */
  mid?: string;
  title?: string;
  payload: string;
  referral?: Referral;
}

/** A message that left the account: one of ours, or typed by a person in the channel's own app. */
export interface EchoReceived extends ChannelEventBase {
  kind: 'echo';
  mid: string;
  text?: string;
  attachments: Attachment[];
  replyTo?: { mid?: string; story?: StoryReference };
  /** self: the account has written to itself, to try something out. */
  typedBy?: 'self';
}

export interface SeenReceived extends ChannelEventBase {
  kind: 'seen';
  mid: string;
}

/** The newest by `at` counts; unreact takes it back. */
export interface ReactionReceived extends ChannelEventBase {
  kind: 'reaction';
  /** The message that it is about, of whichever side. */
  mid: string;
  action: 'react' | 'unreact';
  /** The platform's own word: love, laugh, other … */
  reaction?: string;
  emoji?: string;
  /** The account reacted, not the participant. */
  fromAccount?: true;
}

export interface EditReceived extends ChannelEventBase {
  kind: 'edit';
  mid: string;
  text: string;
  /** 1 for the first edit of a message; the highest counts. */
  editNumber: number;
  fromAccount?: true;
}

/** Its author took a message back: what it said may be kept no longer. */
export interface UnsendReceived extends ChannelEventBase {
  kind: 'unsend';
  mid: string;
  fromAccount?: true;
}

/** Somebody followed a link into a thread that exists. */
export interface ReferralReceived extends ChannelEventBase {
  kind: 'referral';
  referral: Referral;
}

/** A comment on a post, a reel, an ad or a live broadcast; `participantId` is who wrote it. */
export interface CommentReceived extends ChannelEventBase {
  kind: 'comment';
  commentId: string;
  /** The comment that it answers. */
  parentId?: string;
  text: string;
  mediaId: string;
  /** The platform's own word: FEED, REELS, STORY, AD … */
  mediaType?: string;
  adId?: string;
  adTitle?: string;
  /** The post that the ad was made of. */
  originalMediaId?: string;
  isLive: boolean;
}

/** The account was named in a comment or a caption. Who did it is not said: `participantId` is the account's own id. */
export interface MentionReceived extends ChannelEventBase {
  kind: 'mention';
  mediaId: string;
  commentId?: string;
}

export interface OptinReceived extends ChannelEventBase {
  kind: 'optin';
  type?: string;
  payload?: string;
  title?: string;
}

/** Who may answer has changed, or somebody asked that it does. Ids are of apps. */
export interface ThreadControlChanged extends ChannelEventBase {
  kind: 'thread-control';
  what: 'passed' | 'taken' | 'requested';
  previousOwner?: string;
  newOwner?: string;
  requestedOwner?: string;
  metadata?: string;
}

export type ChannelEvent =
  | MessageReceived
  | PostbackReceived
  | EchoReceived
  | SeenReceived
  | ReactionReceived
  | EditReceived
  | UnsendReceived
  | ReferralReceived
  | CommentReceived
  | MentionReceived
  | OptinReceived
  | ThreadControlChanged;
