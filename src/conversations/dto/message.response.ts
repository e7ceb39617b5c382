import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import { knownFields } from '../../shared/kernel';
import { type Attachment, choicesOf } from '../domain/content';
import { type SentAttachment, sentAttachments } from '../domain/sent-attachments';
import { MessageAttachmentResponse } from './message-attachment.response';
import type { SignedMessage, ThreadPage } from '../desk/message-threads.service';

const ORIGINS = ['participant', 'bot', 'person', 'app'] as const;
const STATUSES = ['received', 'queued', 'sending', 'unknown', 'sent', 'seen', 'failed', 'parked', 'discarded'] as const;

const KINDS = ['message', 'comment', 'mention', 'referral', 'optin', 'thread_control'] as const;

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

const AUTHORS = ['customer', 'person', 'flow', 'ai', 'other_app'] as const;

export class MessageAuthorResponse {
  /** other_app: Instagram’s own, or another program. */
  @ApiProperty({ enum: AUTHORS })
  kind: (typeof AUTHORS)[number];

  /** The member. */
  userId?: string;

  /** The member's name. */
  name?: string;

  /** Of flow and ai; absent in old messages. */
  automationId?: string;

  /** `…/automation-sessions/{sessionId}` shows the run, the conversation's timeline why it said this. */
  sessionId?: string;

  nodeId?: string;
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

  /** Who said it. */
  author: MessageAuthorResponse;

  error?: MessageErrorResponse;
}

export class MessagePageResponse extends PageOf(MessageResponse) {}

export class ThreadPageResponse extends PageOf(MessageResponse) {
  /** Send it as `newer` for what came after this page; absent at the end of the thread. */
  newerCursor?: string;
}

export class AcceptedMessageResponse {
  /** Under which the message appears in the conversation. */
  messageId: string;
}

export function toThreadPageResponse(page: ThreadPage): ThreadPageResponse {
  return { ...page, items: page.items.map(toMessageResponse) };
}

const AUTHOR_OF_ORIGIN = { participant: 'customer', person: 'person', app: 'other_app', bot: 'flow' } as const;

function authorOf({ origin, author, userId, authorName }: SignedMessage): MessageAuthorResponse {
  if (origin !== 'bot') return knownFields({ kind: AUTHOR_OF_ORIGIN[origin], userId, name: authorName });
  return author ?? { kind: 'flow' };
}

export function toMessageResponse(signed: SignedMessage): MessageResponse {
  const { content, attachments, author: _author, authorName: _name, ...message } = signed;
  const choices = content === undefined ? [] : choicesOf(content);
  return {
    ...message,
    kind: message.kind ?? 'message',
    author: authorOf(signed),
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
