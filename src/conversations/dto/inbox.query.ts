import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { GOALS } from '../../crm';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { INBOX_SORTS, type InboxSort } from '../domain/inbox-filter';
import { CONVERSATION_STATUSES, type ConversationStatus } from '../schemas/conversation.schema';

const MINUTES_MAX = 7 * 24 * 60;
const only = ({ value }: { value: unknown }) => (value === 'true' ? true : value);

/** What is asked of the inbox; of several things, all. */
export class InboxQuery extends PageQuery {
  @IsOptional()
  @IsIn(CONVERSATION_STATUSES)
  status?: ConversationStatus;

  /** The id of a member, `me`, or `none`. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  assignee?: string;

  /** Only those with something unread. */
  @ApiPropertyOptional({ type: Boolean, enum: [true] })
  @IsOptional()
  @Transform(only)
  @IsIn([true])
  unread?: true;

  /** Only those with an open escalation. */
  @ApiPropertyOptional({ type: Boolean, enum: [true] })
  @IsOptional()
  @Transform(only)
  @IsIn([true])
  needsHuman?: true;

  /** The person has waited for an answer at least as long. Sorted by who has waited longest. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MINUTES_MAX)
  waitingMinutes?: number;

  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  accountId?: string;

  /** Of the contact; upper and lower case are the same. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  tag?: string;

  /** Of the contact. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  stage?: string;

  /** Conversations with the contact have reached it. */
  @IsOptional()
  @IsIn(GOALS)
  goal?: string;

  /** Minutes until the window closes, at most. Sorted by whose closes soonest. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MINUTES_MAX)
  windowClosingWithin?: number;

  /** Beginnings of names and handles of the person. Sorted by age, the newest conversation first. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  /** newest, oldest: by the latest activity · waiting: who has waited longest · closing: whose window closes soonest. */
  @IsOptional()
  @IsIn(INBOX_SORTS)
  sort?: InboxSort;
}
