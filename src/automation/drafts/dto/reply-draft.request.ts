import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../../shared/http';
import { REPLY_DRAFT_STATUSES, type ReplyDraftStatus } from '../domain/reply-draft';

const whenSent = (_: unknown, value: unknown): boolean => value !== undefined;

export class ReplyDraftsQueryRequest extends PageQuery {
  @ApiPropertyOptional({ enum: REPLY_DRAFT_STATUSES, default: 'waiting', description: 'Only drafts in this status.' })
  @IsIn(REPLY_DRAFT_STATUSES)
  status: ReplyDraftStatus = 'waiting';

  /** Only drafts of this conversation. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
}

export class SendReplyDraftRequest {
  /** What to send in its place; without it, the draft as it is. */
  @ApiPropertyOptional({ type: String, maxLength: 1_000 })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, 1_000)
  text?: string;
}
