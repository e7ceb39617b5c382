import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import {
  CRM_TASK_KINDS,
  CRM_TASK_PRIORITIES,
  CRM_TASK_STATUSES,
  type CrmTask,
  type CrmTaskKind,
  type CrmTaskPriority,
  type CrmTaskStatus,
} from '../domain/crm-task';
import { type Origin, ORIGINS } from '../domain/origin';

export class CrmTaskResponse {
  id: string;

  contactId: string;

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

  /** The member who has to do it. */
  assigneeId?: string;

  /** What kind of author created it; who exactly is in the audit trail. */
  @ApiProperty({ enum: ORIGINS })
  origin: Origin;

  /** When it was completed or cancelled. */
  closedAt?: Date;

  createdAt: Date;

  updatedAt: Date;
}

export class CrmTaskPageResponse extends PageOf(CrmTaskResponse) {}

export function toCrmTaskResponse({ workspaceId: _w, revision: _r, ...task }: CrmTask): CrmTaskResponse {
  return task;
}

export function toCrmTaskPageResponse(page: Page<CrmTask>): CrmTaskPageResponse {
  return { ...page, items: page.items.map(toCrmTaskResponse) };
}
