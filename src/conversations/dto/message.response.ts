import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type Attachment, choicesOf } from '../domain/content';
import { type SentAttachment, sentAttachments } from '../domain/sent-attachments';
import type { ShownMessage } from '../domain/shown-message';

const ORIGINS = ['participant', 'bot', 'person', 'app'] as const;
const STATUSES = ['received', 'queued', 'sending', 'unknown', 'sent', 'seen', 'failed', 'parked', 'discarded'] as const;

const KINDS = ['message', 'comment', 'mention', 'referral', 'optin', 'thread_control'] as const;

export class MessageFileResponse {
  id: string;

  /** Told of what people sent. */
  contentType?: string;

  bytes?: number;
}

export class MessageAttachmentResponse {
  /** image, video, audio, file, share, ig_reel, ig_post, story_mention, ephemeral … */
  type: string;

  /** At Instagram; it expires within days. */
  url?: string;

  title?: string;

  /** The post, reel or story that was shared. */
  mediaId?: string;

  /** Stays a link: Meta forbids a copy. */
  isStory?: boolean;

  /** To be seen once, in the app alone. */
  isEphemeral?: boolean;

  /** Our own copy. */
  file?: MessageFileResponse;

  /** Of one that is copied: `waiting`, `stored`, or `unavailable` for the reason in `problem`. */
  state?: string;

  problem?: string;
}

export class StoryResponse {
  id?: string;

  /** Dies with the story. */
  url?: string;
}

export class ReplyTargetResponse {
  /** Of the message that it answers. */
  mid?: string;

  story?: StoryResponse;
}

export class ReferralResponse {
  /** What the link or the ad carries. */
  ref?: string;

  /** Instagram's word: ADS, SHORTLINK … */
  source?: string;

  type?: string;

  adId?: string;

  adTitle?: string;

  productId?: string;
}

export class AboutMediaResponse {
  mediaId: string;

  /** Instagram's word: FEED, REELS, STORY, AD … */
  mediaType?: string;

  commentId?: string;

  /** The comment that it answers. */
  parentId?: string;

  adId?: string;

  adTitle?: string;

  originalMediaId?: string;

  isLive?: boolean;
}

export class ReactionResponse {
  @ApiProperty({ enum: ['participant', 'account'] })
  by: 'participant' | 'account';

  emoji?: string;

  /** Instagram's word: love, laugh, wow, other … */
  reaction?: string;

  at: Date;
}

export class EarlierTextResponse {
  text: string;

  at: Date;
}

export class MessageErrorResponse {
  /** Ours, or the platform's code and subcode. */
  code: string;

  message: string;

  /** What a person can do about it. */
  advice?: string;
}

export class MessageChoiceResponse {
  title: string;

  /** Where a button leads that opens a page. */
  url?: string;

  /** The person is asked for it, and their app offers it. */
  @ApiPropertyOptional({ enum: ['email', 'phone'] })
  asks?: 'email' | 'phone';
}

export class MessageResponse {
  id: string;

  @ApiProperty({ enum: ['in', 'out'] })
  direction: 'in' | 'out';

  /** participant: the customer · bot: a flow · person: a member · app: somebody in Instagram's own app. */
  @ApiProperty({ enum: ORIGINS })
  origin: (typeof ORIGINS)[number];

  /** queued, sending and unknown are on their way; parked: nobody knows whether it was delivered, so a person must look. */
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];

  text: string;

  /** Buttons or quick replies that came with the text. */
  @ApiProperty({ type: [MessageChoiceResponse] })
  choices: MessageChoiceResponse[];

  @ApiProperty({ type: [MessageAttachmentResponse] })
  attachments: MessageAttachmentResponse[];

  at: Date;

  /** message, or what else happened: a comment, a mention, a link that was followed, an opt-in, a change of who may answer. */
  @ApiProperty({ enum: KINDS })
  kind: (typeof KINDS)[number];

  /** Instagram's id. */
  mid?: string;

  replyTo?: ReplyTargetResponse;

  /** How the person came here: an ad, a link, a product. */
  referral?: ReferralResponse;

  /** The post, reel, broadcast or ad that a comment or a mention is about. */
  about?: AboutMediaResponse;

  /** Of an opt-in or a change of who may answer, in Instagram's words. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  details?: Record<string, string>;

  /** Instagram does not pass on what it says. */
  isUnsupported?: boolean;

  /** Came while another app had the thread. */
  standby?: boolean;

  @ApiProperty({ type: [ReactionResponse] })
  reactions: ReactionResponse[];

  /** What it said before it was edited, oldest first. */
  @ApiProperty({ type: [EarlierTextResponse] })
  earlierTexts: EarlierTextResponse[];

  editedAt?: Date;

  /** Its author took it back; what it said is not kept. */
  unsentAt?: Date;

  /** The member who wrote it. */
  userId?: string;

  error?: MessageErrorResponse;
}

export class MessagePageResponse extends PageOf(MessageResponse) {}

export class AcceptedMessageResponse {
  /** Under which the message appears in the conversation. */
  messageId: string;
}

export function toMessagePageResponse(page: Page<ShownMessage>): MessagePageResponse {
  return { ...page, items: page.items.map(toMessageResponse) };
}

function toMessageResponse({ content, attachments, ...message }: ShownMessage): MessageResponse {
  const choices = content === undefined ? [] : choicesOf(content);
  return {
    ...message,
    kind: message.kind ?? 'message',
    attachments: [
      ...attachments.map(toAttachmentResponse),
      ...(content === undefined ? [] : sentAttachments(content).map(toSentResponse)),
    ],
    choices: choices.map(({ title, url, asks }) => ({
      title,
      ...(url === undefined ? {} : { url }),
      ...(asks === undefined ? {} : { asks }),
    })),
  };
}

const toSentResponse = ({ fileId, ...attachment }: SentAttachment): MessageAttachmentResponse => ({
  ...attachment,
  ...(fileId === undefined ? {} : { file: { id: fileId } }),
});

/** Where the file lies is nobody's business. */
function toAttachmentResponse({ file, ...attachment }: Attachment): MessageAttachmentResponse {
  if (file === undefined) return attachment;
  const { id, contentType, bytes } = file;
  return { ...attachment, file: { id, contentType, bytes } };
}
