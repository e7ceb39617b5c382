/** What can be said to a participant, in our own words; the channel encodes it. */
export interface MessageButton {
  title: string;
  /** Comes back as a postback event when tapped. */
  payload?: string;
  /** Opens a web page instead. */
  url?: string;
}

export interface QuickReply {
  title: string;
  payload: string;
}

/** Offers to answer with the person's own address or number, as their app knows it. */
export interface ContactRequest {
  asks: 'email' | 'phone';
}

export interface MessageCard {
  title: string;
  subtitle?: string;
  imageUrl?: string;
  /** Opens when the card is tapped. */
  url?: string;
  buttons?: MessageButton[];
}

export const MEDIA_TYPES = ['image', 'video', 'audio', 'file'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Shown as an answer to this message of the thread. */
interface InReply {
  replyToMid?: string;
}

export interface TextContent extends InReply {
  kind: 'text';
  text: string;
  quickReplies?: (QuickReply | ContactRequest)[];
}

export interface ButtonsContent extends InReply {
  kind: 'buttons';
  text: string;
  buttons: MessageButton[];
}

/** Exactly one of the three says where it is: on the web, at the channel, or in the object store. */
export interface MediaContent extends InReply {
  kind: 'media';
  mediaType: MediaType;
  url?: string;
  attachmentId?: string;
  fileKey?: string;
}

export interface ImagesContent extends InReply {
  kind: 'images';
  urls: string[];
}

export interface CardsContent extends InReply {
  kind: 'cards';
  cards: MessageCard[];
}

/** A post of the account itself. */
export interface PostContent extends InReply {
  kind: 'post';
  mediaId: string;
}

export interface StickerContent extends InReply {
  kind: 'sticker';
  sticker: 'like_heart';
}

/** `reaction`: `love` or an emoji; null takes it back. */
export interface ReactionContent {
  kind: 'reaction';
  mid: string;
  reaction: string | null;
}

/** The one message that a comment may be answered with before its author has written. */
export interface PrivateReplyContent {
  kind: 'private-reply';
  commentId: string;
  text: string;
  buttons?: MessageButton[];
  /** The platform takes it until then. */
  permittedUntil: Date;
  /** The comment was made on a live video. */
  isLive?: true;
}

export type OutgoingContent =
  | TextContent
  | ButtonsContent
  | MediaContent
  | ImagesContent
  | CardsContent
  | PostContent
  | StickerContent
  | ReactionContent
  | PrivateReplyContent;

/** What is asked for: of a private reply it is not known yet until when the comment may be answered. */
export type SentContent =
  Exclude<OutgoingContent, { kind: 'private-reply' }> | Omit<PrivateReplyContent, 'permittedUntil'>;

export const CONTENT_KINDS: readonly OutgoingContent['kind'][] = [
  'text',
  'buttons',
  'media',
  'images',
  'cards',
  'post',
  'sticker',
  'reaction',
  'private-reply',
];

export interface Attachment {
  /** The channel's own word: image, video, audio, file, share, story_mention … */
  type: string;
  url?: string;
  title?: string;
  /** The post, reel or story that was shared. */
  mediaId?: string;
  /** Stays a link: the platform forbids a copy. */
  isStory?: boolean;
  isEphemeral?: boolean;
  /** Our own copy. */
  file?: { id: string; key: string; contentType: string; bytes: number };
  /** Of one that is copied. waiting: not yet · stored: `file` is the copy · unavailable: there is none, `problem` says why. */
  state?: 'waiting' | 'stored' | 'unavailable';
  problem?: string;
  /** What a voice note says. */
  transcript?: Transcript;
  /** Why there is none: a word for programs. */
  transcriptProblem?: string;
}

/** Words that a machine has heard. */
export interface Transcript {
  text: string;
  /** As the machine calls it. */
  language?: string;
  model: string;
  at: Date;
}

/** The text that a person sees; empty where there is none. */
export function visibleTextOf(content: OutgoingContent): string {
  switch (content.kind) {
    case 'text':
    case 'buttons':
    case 'private-reply':
      return content.text;
    case 'cards':
      // The thread shows a template by the title of its first card.
      return content.cards[0]?.title ?? '';
    default:
      return '';
  }
}

/** Something that a person can tap below a message. */
export interface MessageChoice {
  title: string;
  payload?: string;
  url?: string;
  asks?: ContactRequest['asks'];
}

export function choicesOf(content: OutgoingContent): MessageChoice[] {
  switch (content.kind) {
    case 'text':
      return (content.quickReplies ?? []).map((reply) => ('asks' in reply ? { title: '', asks: reply.asks } : reply));
    case 'buttons':
      return content.buttons;
    case 'private-reply':
      return content.buttons ?? [];
    case 'cards':
      return content.cards.flatMap(({ buttons }) => buttons ?? []);
    default:
      return [];
  }
}
