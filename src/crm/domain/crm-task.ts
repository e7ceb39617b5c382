import type { ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Origin } from './origin';

export const CRM_TASK_STATUSES = ['open', 'completed', 'cancelled'] as const;
export type CrmTaskStatus = (typeof CRM_TASK_STATUSES)[number];

export const CRM_TASK_KINDS = ['follow_up', 'general'] as const;
export type CrmTaskKind = (typeof CRM_TASK_KINDS)[number];

export const CRM_TASK_PRIORITIES = ['low', 'normal', 'high'] as const;
export type CrmTaskPriority = (typeof CRM_TASK_PRIORITIES)[number];

/** Something a member has to do about a contact. */
export interface CrmTask {
  id: string;
  workspaceId: WorkspaceId;
  contactId: ContactId;
  /** Where it came up. */
  conversationId?: ConversationId;
  title: string;
  details?: string;
  kind: CrmTaskKind;
  priority: CrmTaskPriority;
  status: CrmTaskStatus;
  dueAt?: Date;
  assigneeId?: UserId;
  /** What kind of author created it; the audit trail has the name. */
  origin: Origin;
  /** When it was completed or cancelled. */
  closedAt?: Date;
  /** Counts the changes. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

const NEXT: Readonly<Record<CrmTaskStatus, readonly CrmTaskStatus[]>> = {
  open: ['completed', 'cancelled'],
  completed: ['open'],
  cancelled: ['open'],
};

export const mayBecome = (from: CrmTaskStatus, to: CrmTaskStatus): boolean => NEXT[from].includes(to);
