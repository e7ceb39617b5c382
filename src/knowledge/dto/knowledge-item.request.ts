import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  IsUrl,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { PageQuery, IfSent } from '../../shared/http';
import {
  CONTENT_MAX,
  KNOWLEDGE_STATUSES,
  type KnowledgeStatus,
  TAG_MAX,
  TAGS_MAX,
  TITLE_MAX,
  URL_MAX,
} from '../domain/knowledge-item';

const WRITTEN_KINDS = ['text', 'question', 'page'] as const;
const whenSent = (_: unknown, value: unknown): boolean => value !== undefined;
const isAddress = () => IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false });

export class KnowledgeItemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: KNOWLEDGE_STATUSES, description: 'Only items in this status.' })
  @IfSent()
  @IsIn(KNOWLEDGE_STATUSES)
  status?: KnowledgeStatus;

  /** Only items with this tag, in lower case. */
  @IfSent()
  @IsString()
  @Length(1, TAG_MAX)
  tag?: string;
}

export class AddKnowledgeItemRequest {
  /** `text`, a `question` with its answer, or a `page` that is read from its address. */
  @ApiProperty({ enum: WRITTEN_KINDS })
  @IsIn(WRITTEN_KINDS)
  kind: (typeof WRITTEN_KINDS)[number];

  /**
   * Of a question: the question itself. A page has its own unless one is given.
   * @example "Can I return what I bought?"
   */
  @IfSent()
  @IsString()
  @MaxLength(TITLE_MAX)
  title?: string;

  /**
   * Lines that begin with # are headings. Of a question: the answer. A page has none here.
   * @example "Yes, within 30 days, unworn and with the receipt."
   */
  @IfSent()
  @IsString()
  @MaxLength(CONTENT_MAX)
  content?: string;

  /** Of a page, on the public internet. */
  @IfSent()
  @IsString()
  @MaxLength(URL_MAX)
  @isAddress()
  url?: string;

  @ApiPropertyOptional({ type: [String], maxItems: TAGS_MAX, description: 'Kept in lower case.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @MaxLength(TAG_MAX, { each: true })
  tags?: string[];

  @ApiPropertyOptional({ type: Boolean, default: true, description: 'Only active items are searched.' })
  @IfSent()
  @IsBoolean()
  active?: boolean;
}

/** Fields that are absent stay as they are. */
export class ChangeKnowledgeItemRequest {
  @ValidateIf(whenSent)
  @IsString()
  @MaxLength(TITLE_MAX)
  title?: string;

  @ValidateIf(whenSent)
  @IsString()
  @MaxLength(CONTENT_MAX)
  content?: string;

  @ValidateIf(whenSent)
  @IsString()
  @MaxLength(URL_MAX)
  @isAddress()
  url?: string;

  @ApiPropertyOptional({ type: [String], maxItems: TAGS_MAX })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @MaxLength(TAG_MAX, { each: true })
  tags?: string[];

  @ValidateIf(whenSent)
  @IsBoolean()
  active?: boolean;
}

/** The fields of the form beside the file, and what was found of the file. */
export class UploadKnowledgeRequest {
  @IfSent()
  @IsString()
  @MaxLength(TITLE_MAX)
  title?: string;

  @IfSent()
  @IsString()
  @MaxLength(TAGS_MAX * (TAG_MAX + 1))
  tags?: string;

  @IsString()
  @Length(1, 255)
  fileName: string;

  @IsString()
  @Matches(/^[0-9a-f]{64}$/)
  sha256: string;
}
