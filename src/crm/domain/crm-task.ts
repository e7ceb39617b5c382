import type { ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Origin } from './origin';

export const CRM_TASK_STATUSES = ['open', 'completed', 'cancelled'] as const;
export type CrmTaskStatus = (typeof CRM_TASK_STATUSES)[number];

export const CRM_TASK_KINDS = ['follow_up', 'general'] as const;
export type CrmTaskKind = (typeof CRM_TASK_KINDS)[number];

export const CRM_TASK_PRIORITIES = ['low', 'normal', 'high'] as const;
export type CrmTaskPriority = (typeof CRM_TASK_PRIORITIES)[number];

/** Something a member has to do, mostly about a contact. */
export interface CrmTask {
  id: string;
  workspaceId: WorkspaceId;
  /** Whom it is about; absent where it is about nobody. */
  contactId?: ContactId;
  /** Where it came up. */
  conversationId?: ConversationId;
  title: string;
  details?: string;
  kind: CrmTaskKind;
  priority: CrmTaskPriority;
  status: CrmTaskStatus;
  dueAt?: Date;
  /** When the assignee is to be reminded; the creator, while nobody has it. */
  reminderAt?: Date;
  /** When that was done; absent while it is still to come. */
  remindedAt?: Date;
  assigneeId?: UserId;
  /** The member who created it. */
  creatorId?: UserId;
  /** What kind of author created it; the audit trail has the name. */
  origin: Origin;
  /** When it was completed or cancelled. */
  closedAt?: Date;
  /** Merges of contacts that it was moved by, so that it can go back. */
  merges?: readonly string[];
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

/** When a reminder is still to be given; null when there is none, it was given, or nothing is to be done any more. */
export const reminderDueOf = ({ status, reminderAt, remindedAt }: CrmTask): Date | null =>
  status === 'open' && reminderAt !== undefined && remindedAt === undefined ? reminderAt : null;

export const remindedTask = (task: CrmTask, at: Date): CrmTask => ({
  ...task,
  remindedAt: at,
  revision: task.revision + 1,
});

/** Who is to be reminded; nobody by name, where a flow made it and nobody took it. */
export const remindedPerson = ({ assigneeId, creatorId }: CrmTask): UserId | undefined => assigneeId ?? creatorId;
