import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { BulkOutcome } from '../tasks/crm-tasks.service';
import {
  CRM_TASK_KINDS,
  CRM_TASK_PRIORITIES,
  CRM_TASK_STATUSES,
  type CrmTask,
  type CrmTaskKind,
  type CrmTaskPriority,
  type CrmTaskStatus,
} from '../domain/crm-task';
import type { MyDay } from '../domain/my-day';
import { type Origin, ORIGINS } from '../domain/origin';

export class CrmTaskResponse {
  id: string;

  /** Whom it is about; absent where it is about nobody. */
  contactId?: string;

  /** The conversation in which it came up. */
  conversationId?: string;

  title: string;

  details?: string;

  @ApiProperty({ enum: CRM_TASK_KINDS })
  kind: CrmTaskKind;

  @ApiProperty({ enum: CRM_TASK_PRIORITIES })
  priority: CrmTaskPriority;

  @ApiProperty({ enum: CRM_TASK_STATUSES })
  status: CrmTaskStatus;

  dueAt?: Date;

  /** When its assignee is to be reminded. */
  reminderAt?: Date;

  /** When that was done. */
  remindedAt?: Date;

  /** The member who has to do it. */
  assigneeId?: string;

  /** The member who created it. */
  creatorId?: string;

  /** What kind of author created it; who exactly is in the audit trail. */
  @ApiProperty({ enum: ORIGINS })
  origin: Origin;

  /** When it was completed or cancelled. */
  closedAt?: Date;

  createdAt: Date;

  updatedAt: Date;
}

export class CrmTaskPageResponse extends PageOf(CrmTaskResponse) {}

export class MyDayResponse {
  /** Today, by the clock of the workspace. */
  @ApiProperty({ example: '2026-03-01' })
  date: string;

  /** Of the workspace; IANA name. */
  timeZone: string;

  /** What the caller is late with, due longest in front; at most 100. */
  @ApiProperty({ type: [CrmTaskResponse] })
  overdue: CrmTaskResponse[];

  /** What is due before the day ends, the next one in front; at most 100. */
  @ApiProperty({ type: [CrmTaskResponse] })
  today: CrmTaskResponse[];

  /** There are more than are shown: see the list of tasks. */
  hasMore: boolean;
}

const OUTCOMES = ['completed', 'not-found', 'status'] as const satisfies readonly BulkOutcome['outcome'][];

export class BulkTaskResponse {
  taskId: string;

  /** `status`: it was not open. */
  @ApiProperty({ enum: OUTCOMES })
  outcome: BulkOutcome['outcome'];
}

export class CompletedTasksResponse {
  @ApiProperty({ type: [BulkTaskResponse] })
  items: BulkTaskResponse[];
}

export function toCrmTaskResponse({ workspaceId: _w, revision: _r, merges: _m, ...task }: CrmTask): CrmTaskResponse {
  return task;
}

export function toCrmTaskPageResponse(page: Page<CrmTask>): CrmTaskPageResponse {
  return { ...page, items: page.items.map(toCrmTaskResponse) };
}

export const toMyDayResponse = ({ date, timeZone, overdue, today, hasMore }: MyDay): MyDayResponse => ({
  date,
  timeZone,
  overdue: overdue.map(toCrmTaskResponse),
  today: today.map(toCrmTaskResponse),
  hasMore,
});
