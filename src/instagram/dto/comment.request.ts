import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN, PageQuery, IfSent } from '../../shared/http';
import { COMMENT_REPLY_STATUSES, type CommentReplyStatus } from '../schemas/comment-dm-log.schema';

export class CommentRepliesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: COMMENT_REPLY_STATUSES })
  @IfSent()
  @IsIn(COMMENT_REPLY_STATUSES)
  status?: CommentReplyStatus;

  /** Only to comments on posts of this account. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  accountId?: string;

  /** Only to comments on this post. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  mediaId?: string;

  /** Only those that this automation decided. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  automationId?: string;
}

export class CommentProgressQuery {
  @IsString()
  @Matches(ID_PATTERN)
  accountId: string;
}

export class MediaCommentsQuery {
  /** `nextCursor` of the page before; absent for the first page. */
  @IfSent()
  @IsString()
  @Length(1, 1_000)
  cursor?: string;
}

export class PublicReplyRequest {
  /**
   * At most 300 characters, 4 hashtags and one link; not in capital letters only.
   * @example "Thank you! We have sent you a message."
   */
  @IsString()
  @Length(1, 1_000)
  text: string;
}
