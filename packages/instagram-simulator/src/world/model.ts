import type { Ordered } from '../ordered-log';

/** A connected professional account. `id` is what webhooks carry (Meta: `user_id`); `appScopedId` is `/me`'s `id`. */
export interface Account {
  readonly id: string;
  readonly appScopedId: string;
  readonly username: string;
  readonly name: string;
  readonly profilePictureUrl: string | null;
  readonly followersCount: number;
  readonly loginKind: 'instagram' | 'facebook';
  subscribedFields: string[];
  messengerProfile: MessengerProfile;
}

export interface MessengerProfile {
  ice_breakers?: unknown;
  persistent_menu?: unknown;
}

/** One person as one account sees them; the same person has another id (IGSID) on another account. */
export interface Customer {
  readonly id: string;
  readonly accountId: string;
  readonly username: string;
  name: string | null;
  profilePic: string | null;
  followerCount: number;
  isVerified: boolean;
  followsBusiness: boolean;
  businessFollows: boolean;
  /** The person blocked the account: sends and profile reads fail. */
  blocked: boolean;
}

/** The conversation of one account with one customer. Times in ms since 1970. */
export interface Thread {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly mids: string[];
  updatedAt: number;
  /** The person's last act that opens the 24 h window; null while only comments or private replies exist. */
  lastQualifyingActAt: number | null;
  /** The app that answers; others get standby. Null = no routing, every app may answer. */
  ownerAppId: string | null;
  /** Last message of the account that the customer has seen. */
  seenMid: string | null;
  /** Last message of the customer that the account marked as seen. */
  accountSeenMid: string | null;
}

export interface QuickReply {
  readonly content_type: 'text' | 'user_phone_number' | 'user_email';
  readonly title?: string;
  readonly payload?: string;
  readonly image_url?: string;
}

export interface Button {
  readonly type: 'web_url' | 'postback';
  readonly title: string;
  readonly url?: string;
  readonly payload?: string;
}

export interface GenericElement {
  readonly title: string;
  readonly subtitle?: string;
  readonly image_url?: string;
  readonly default_action?: { readonly type: string; readonly url: string };
  readonly buttons?: readonly Button[];
}

export type Template =
  | { readonly template_type: 'button'; readonly text: string; readonly buttons: readonly Button[] }
  | { readonly template_type: 'generic'; readonly elements: readonly GenericElement[] };

export interface Attachment {
  readonly type: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export interface StoryReference {
  readonly id: string;
  readonly url: string;
}

export interface MessageContent {
  readonly text?: string;
  readonly quickReplies?: readonly QuickReply[];
  readonly attachments?: readonly Attachment[];
  readonly template?: Template;
  /** The payload of the quick reply that the customer tapped. */
  readonly quickReplyPayload?: string;
  readonly postback?: { readonly title: string; readonly payload: string };
  readonly replyToMid?: string;
  readonly replyToStory?: StoryReference;
  readonly referral?: Readonly<Record<string, unknown>>;
  readonly unsupported?: boolean;
}

export type Origin = 'customer' | 'api' | 'app';

export interface Reaction {
  readonly by: 'customer' | 'account';
  readonly reaction: string;
  readonly emoji: string;
}

export interface Message {
  readonly mid: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly origin: Origin;
  readonly createdAt: number;
  /** Graph reads show the message from this time on. */
  readonly visibleAt: number;
  readonly commentId?: string;
  content: MessageContent;
  deleted: boolean;
  numEdit: number;
  reactions: Reaction[];
}

/** A post, reel or story of an account. */
export interface Post {
  readonly id: string;
  readonly accountId: string;
  readonly caption?: string;
  readonly mediaType: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
  readonly productType: 'FEED' | 'REELS';
  readonly createdAt: number;
}

export interface Comment {
  readonly id: string;
  readonly accountId: string;
  /** The commenter's IGSID, or the account's id when the account itself wrote it. */
  readonly fromId: string;
  readonly fromUsername: string;
  readonly text: string;
  readonly mediaId: string;
  readonly mediaProductType: string;
  readonly live: boolean;
  readonly parentId?: string;
  readonly adId?: string;
  readonly createdAt: number;
  deleted: boolean;
  hidden: boolean;
  privateReplyMid: string | null;
}

export interface Token {
  readonly value: string;
  readonly accountId: string;
  readonly kind: 'short' | 'long';
  readonly permissions: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Subcode of the 190 that a revoked token answers. */
  revokedSubcode: number | null;
}

export interface LoginCode {
  readonly value: string;
  readonly accountId: string;
  readonly redirectUri: string;
  readonly permissions: readonly string[];
  readonly expiresAt: number;
  /** S256 challenge of RFC 7636, when the login began with one. */
  readonly challenge?: string;
  used: boolean;
}

export type SendAnswer = 'pending' | 'answered' | 'error' | 'hung' | 'reset' | 'client-gone';

/** One message that truly exists, as it was accepted. The application under test cannot touch this. */
export interface LedgerEntry extends Ordered {
  readonly mid: string;
  readonly account: string;
  readonly customer: string;
  readonly recipient: string;
  /** `out` = from the account. */
  readonly direction: 'in' | 'out';
  readonly origin: Origin;
  readonly content: MessageContent;
  readonly commentId?: string;
  readonly at: number;
  /** Only for `origin: 'api'`: what became of the HTTP answer. */
  answer?: SendAnswer;
}

/** A sender action that was accepted (typing, seen, react), which is no message. */
export interface ActionEntry extends Ordered {
  readonly account: string;
  readonly customer: string;
  readonly action: string;
  readonly mid?: string;
  readonly at: number;
}
