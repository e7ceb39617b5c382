import { DateTime } from 'luxon';
import type { UserId } from '../../shared/kernel';
import { Checklist, type Decision, orNull } from './checklist';
import { memberIdOf } from './contact-values';
import {
  CRM_TASK_KINDS,
  CRM_TASK_PRIORITIES,
  type CrmTask,
  type CrmTaskKind,
  type CrmTaskPriority,
  type CrmTaskStatus,
} from './crm-task';
import { broken, type Checked, lineOf, linesOf, passed } from './texts';

export const TASK_TITLE_MAX = 200;
export const TASK_DETAILS_MAX = 4000;

/** What a person, a machine or a flow wants a task to be. Absent: stays, or has its default. `null`: is cleared. */
export interface TaskWishes {
  title?: string;
  details?: string | null;
  /** ISO 8601; UTC where it names no zone. */
  dueAt?: string | null;
  /** ISO 8601, as `dueAt`. */
  reminderAt?: string | null;
  /** A member of the workspace. */
  assigneeId?: string | null;
  priority?: string;
  kind?: string;
}

export interface CheckedTask {
  title?: string;
  details?: string | null;
  dueAt?: Date | null;
  reminderAt?: Date | null;
  assigneeId?: UserId | null;
  priority?: CrmTaskPriority;
  kind?: CrmTaskKind;
}

/** Normalises the wishes, or names everything that is wrong with them. Whether the assignee is a member is not known here. */
export function checkTask(wishes: TaskWishes): Decision<CheckedTask> {
  const list = new Checklist();
  return list.decide({
    ...list.part('title', wishes.title, (text) => lineOf(text, TASK_TITLE_MAX)),
    ...list.part(
      'details',
      wishes.details,
      orNull((text: string) => linesOf(text, TASK_DETAILS_MAX)),
    ),
    ...list.part('dueAt', wishes.dueAt, orNull(momentOf)),
    ...list.part('reminderAt', wishes.reminderAt, orNull(momentOf)),
    ...list.part('assigneeId', wishes.assigneeId, orNull(memberIdOf)),
    ...list.part('priority', wishes.priority, oneOf(CRM_TASK_PRIORITIES)),
    ...list.part('kind', wishes.kind, oneOf(CRM_TASK_KINDS)),
  });
}

type Placed = Pick<CrmTask, 'id' | 'workspaceId' | 'contactId' | 'conversationId' | 'origin' | 'creatorId'>;

/** An open task; what was not wished for has its default. */
export function newTask(placed: Placed, wanted: CheckedTask & { title: string }, at: Date): CrmTask {
  const { title } = wanted;
  const plain = { kind: 'follow_up', priority: 'normal', status: 'open', revision: 0, createdAt: at } as const;
  return editedTask({ ...placed, ...plain, title, updatedAt: at }, wanted, at);
}

/** Another time for the reminder is a new reminder. */
export function editedTask({ remindedAt, ...task }: CrmTask, wanted: CheckedTask, at: Date): CrmTask {
  const isSame = wanted.reminderAt === undefined || wanted.reminderAt?.getTime() === task.reminderAt?.getTime();
  const reminded = isSame && remindedAt !== undefined ? { remindedAt } : {};
  const next = { ...task, ...reminded, ...wanted, revision: task.revision + 1, updatedAt: at };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null)) as unknown as CrmTask;
}

/** `to` must be one that the status may become. */
export function movedTask({ closedAt: _closedAt, ...task }: CrmTask, to: CrmTaskStatus, at: Date): CrmTask {
  const closed = to === 'open' ? {} : { closedAt: at };
  return { ...task, status: to, revision: task.revision + 1, updatedAt: at, ...closed };
}

/** Whether a date makes sense is for its author to know, but a year of five digits breaks programs. */
function momentOf(text: unknown): Checked<Date> {
  const moment = DateTime.fromISO(String(text), { zone: 'utc' });
  if (!moment.isValid) return broken('must be a time as in 2026-01-31T12:00:00Z');
  return moment.year >= 2000 && moment.year < 2200
    ? passed(moment.toJSDate())
    : broken('must lie between the years 2000 and 2200');
}

const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (text: unknown): Checked<T> => {
    const found = allowed.find((one) => one === text);
    return found === undefined ? broken(`must be one of ${allowed.join(', ')}`) : passed(found);
  };
