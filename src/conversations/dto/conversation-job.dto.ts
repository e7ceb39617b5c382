import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ID_PATTERN, invalidRequest, PageOf } from '../../shared/http';
import type { ConversationId, Page, UserId } from '../../shared/kernel';
import type { JobWish } from '../desk/conversation-jobs.service';
import { type BulkAction, BULK_ACTIONS, type BulkActionKind } from '../domain/bulk-action';
import { wishesOf } from '../domain/inbox-wishes';
import {
  CONVERSATION_JOB_STATUSES,
  type ConversationJobRow,
  type ConversationJobStatus,
} from '../schemas/conversation-job.schema';
import { InboxWishesRequest } from './inbox-wishes.request';

const NAMED_MAX = 1_000;
const TAGS_AT_ONCE = 30;

export class StartConversationJobRequest {
  @IsIn(BULK_ACTIONS)
  action: BulkActionKind;

  /** Of snooze. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  until?: Date;

  /** Of assign; null: nobody. */
  @ApiProperty({ type: String, required: false, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsString()
  @Matches(ID_PATTERN)
  assigneeId?: string | null;

  /** Of tag. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TAGS_AT_ONCE)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  addTags?: string[];

  /** Of tag. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TAGS_AT_ONCE)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  removeTags?: string[];

  /** These conversations; or a `filter`. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(NAMED_MAX)
  @IsString({ each: true })
  @Matches(ID_PATTERN, { each: true })
  conversationIds?: string[];

  /** Those that it lists when the work reaches them. */
  @IsOptional()
  @ValidateNested()
  @Type(() => InboxWishesRequest)
  filter?: InboxWishesRequest;
}

export class ConversationJobResponse {
  id: string;

  @ApiProperty({ enum: BULK_ACTIONS })
  action: BulkActionKind;

  @ApiProperty({ enum: CONVERSATION_JOB_STATUSES })
  status: ConversationJobStatus;

  /** Absent while it is not known how many there are. */
  total?: number;

  /** Looked at so far. */
  done: number;

  /** Of those, how many it left as they were: gone, or without a contact for a tag. */
  skipped: number;

  problem?: string;

  /** The member who asked for it. */
  createdBy?: string;

  createdAt: Date;

  updatedAt: Date;
}

export class ConversationJobPageResponse extends PageOf(ConversationJobResponse) {}

export function toConversationJobResponse(row: ConversationJobRow): ConversationJobResponse {
  const { _id: id, action, status, total, done, skipped, problem, createdBy, createdAt, updatedAt } = row;
  const base = { id, action: action.kind, status, done, skipped, createdAt, updatedAt };
  return { ...base, total: total ?? undefined, problem: problem ?? undefined, createdBy };
}

export const toConversationJobPage = (page: Page<ConversationJobRow>): ConversationJobPageResponse => ({
  ...page,
  items: page.items.map(toConversationJobResponse),
});

/** @throws DomainError REQUEST.INVALID when what belongs to the action is missing. */
export function jobWishOf(request: StartConversationJobRequest): JobWish {
  const { conversationIds, filter } = request;
  return {
    action: actionOf(request),
    ...(conversationIds === undefined ? {} : { conversationIds: conversationIds as ConversationId[] }),
    ...(filter === undefined ? {} : { filter: wishesOf(filter) }),
  };
}

function actionOf(request: StartConversationJobRequest): BulkAction {
  const { action: kind, until, assigneeId, addTags: add = [], removeTags: remove = [] } = request;
  switch (kind) {
    case 'snooze':
      if (until === undefined) throw missing('until', kind);
      return { kind, until };
    case 'assign':
      if (assigneeId === undefined) throw missing('assigneeId', kind);
      return { kind, assigneeId: assigneeId as UserId | null };
    case 'tag':
      if (add.length + remove.length === 0) throw missing('addTags', kind);
      return { kind, add, remove };
    default:
      return { kind };
  }
}

const missing = (field: string, kind: BulkActionKind) => invalidRequest([{ field, rule: `is needed for ${kind}` }]);
