import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN, IfSent, PageQuery } from '../../../shared/http';
import { REPLY_DRAFT_STATUSES, type ReplyDraftStatus } from '../domain/reply-draft';

export class ReplyDraftsQueryRequest extends PageQuery {
  @ApiPropertyOptional({ enum: REPLY_DRAFT_STATUSES, default: 'waiting', description: 'Only drafts in this status.' })
  @IsIn(REPLY_DRAFT_STATUSES)
  status: ReplyDraftStatus = 'waiting';

  /** Only drafts of this conversation. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
}

export class DraftFiguresQuery {
  /** Of drafts made at or after this time; 30 days before `to` when absent. */
  @IfSent()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Of drafts made before this time; now when absent. */
  @IfSent()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}

export class SendReplyDraftRequest {
  /** What to send in its place; without it, the draft as it is. */
  @ApiPropertyOptional({ type: String, maxLength: 1_000 })
  @IfSent()
  @IsString()
  @Length(1, 1_000)
  text?: string;
}
