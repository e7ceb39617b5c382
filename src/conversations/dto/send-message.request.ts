import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ID_PATTERN } from '../../shared/http';
import { CONTENT_KINDS, MEDIA_TYPES, type MediaType, type OutgoingContent } from '../domain/content';

/** May be absent, but not null. */
const IfSent = () => ValidateIf((_, value: unknown) => value !== undefined);

/** The platform's own limits are checked before the message is accepted; these bound the request. */
const MAX_TEXT = 10_000;
const MAX_TITLE = 200;
const MAX_PAYLOAD = 1_000;
const MAX_URL = 2_048;
const MAX_CHOICES = 20;
/** Ids of the platform, and keys of files. */
const OPAQUE_ID = /^[\w\-=.:/+]{1,512}$/;

export class ButtonRequest {
  @IsString()
  @Length(1, MAX_TITLE)
  title: string;

  /** Comes back when it is tapped; a button has this or a `url`. */
  @IfSent()
  @IsString()
  @Length(1, MAX_PAYLOAD)
  payload?: string;

  /** Opens a page instead. */
  @IfSent()
  @IsString()
  @MaxLength(MAX_URL)
  url?: string;
}

export class QuickReplyRequest {
  /** Needed unless the person is asked for something. */
  @IfSent()
  @IsString()
  @Length(1, MAX_TITLE)
  title?: string;

  /** Comes back when it is tapped; the title, if absent. */
  @IfSent()
  @IsString()
  @Length(1, MAX_PAYLOAD)
  payload?: string;

  /** Offers the person to answer with their own e-mail address or telephone number. */
  @IfSent()
  @IsIn(['email', 'phone'])
  asks?: 'email' | 'phone';
}

export class CardRequest {
  @IsString()
  @Length(1, MAX_TITLE)
  title: string;

  @IfSent()
  @IsString()
  @Length(1, MAX_TITLE)
  subtitle?: string;

  @IfSent()
  @IsString()
  @MaxLength(MAX_URL)
  imageUrl?: string;

  /** Opens when the card is tapped. */
  @IfSent()
  @IsString()
  @MaxLength(MAX_URL)
  url?: string;

  @IfSent()
  @IsArray()
  @ArrayMaxSize(MAX_CHOICES)
  @ValidateNested({ each: true })
  @Type(() => ButtonRequest)
  buttons?: ButtonRequest[];
}

export class SendMessageRequest {
  /** `text` when absent. Which other fields belong to it: see each of them. */
  @IfSent()
  @IsIn(CONTENT_KINDS)
  kind?: OutgoingContent['kind'];

  /** Of text, buttons and private-reply. A long text goes out in several messages, but for a private reply. */
  @IfSent()
  @IsString()
  @Length(1, MAX_TEXT)
  text?: string;

  /** Of text: offered below it, until another message follows. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(MAX_CHOICES)
  @ValidateNested({ each: true })
  @Type(() => QuickReplyRequest)
  quickReplies?: QuickReplyRequest[];

  /** Of buttons and private-reply. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(MAX_CHOICES)
  @ValidateNested({ each: true })
  @Type(() => ButtonRequest)
  buttons?: ButtonRequest[];

  /** Of media. */
  @IfSent()
  @IsIn(MEDIA_TYPES)
  mediaType?: MediaType;

  /** Of media: where Instagram fetches it; or an `attachmentId`, or a `fileKey`. */
  @IfSent()
  @IsString()
  @MaxLength(MAX_URL)
  url?: string;

  /** Of media: of what was uploaded to Instagram for reuse. */
  @IfSent()
  @IsString()
  @Matches(OPAQUE_ID)
  attachmentId?: string;

  /** Of media: of a file that was uploaded here. */
  @IfSent()
  @IsString()
  @Matches(OPAQUE_ID)
  fileKey?: string;

  /** Of images. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(MAX_CHOICES)
  @IsString({ each: true })
  @MaxLength(MAX_URL, { each: true })
  urls?: string[];

  /** Of cards. */
  @IfSent()
  @IsArray()
  @ArrayMaxSize(MAX_CHOICES)
  @ValidateNested({ each: true })
  @Type(() => CardRequest)
  cards?: CardRequest[];

  /** Of post: one of the account's own. */
  @IfSent()
  @IsString()
  @Matches(OPAQUE_ID)
  mediaId?: string;

  /** Of sticker. */
  @IfSent()
  @IsIn(['like_heart'])
  sticker?: 'like_heart';

  /** Of reaction: the message's `mid`. */
  @IfSent()
  @IsString()
  @Matches(OPAQUE_ID)
  mid?: string;

  /** Of reaction: `love` or an emoji; without it, the reaction is taken back. */
  @IfSent()
  @IsString()
  @Length(1, 32)
  reaction?: string;

  /** Of private-reply: a comment of this conversation. */
  @IfSent()
  @IsString()
  @Matches(OPAQUE_ID)
  commentId?: string;

  /** The `mid` of the message that this one answers; of all kinds but reaction and private-reply. */
  @IfSent()
  @IsString()
  @Matches(OPAQUE_ID)
  replyToMid?: string;

  /** `lastMessageId` of the conversation as its author knows it: when something newer has come, nothing is sent. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  expectedLastMessageId?: string;
}
