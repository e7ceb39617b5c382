import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import {
  authorOf,
  Clock,
  type ContactId,
  decodeCursor,
  type Page,
  pageOf,
  type RequestContext,
  type UserId,
} from '../../shared/kernel';
import { businessHours, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { contactNotFound, peopleOnly } from '../crm.errors';
import type { CrmTask, CrmTaskKind, CrmTaskPriority, CrmTaskStatus } from '../domain/crm-task';
import { type Day, dayOf, type MyDay } from '../domain/my-day';
import type { TaskSort } from '../domain/task-sort';
import { ContactsRepository } from '../repositories/contacts.repository';
import { CrmTasksRepository, duePosition, type TaskFilter } from '../repositories/crm-tasks.repository';

export interface TasksQuery {
  limit: number;
  cursor?: string;
  status: CrmTaskStatus;
  /** A member; `me`; `none`: of nobody. */
  assigneeId?: string;
  kind?: CrmTaskKind;
  priority?: CrmTaskPriority;
  dueFrom?: Date;
  dueBefore?: Date;
  sort: TaskSort;
}

/** Of each part of a day; who has more has other worries. */
const DAY_LIMIT = 100;

const newestPosition = ({ createdAt, id }: CrmTask) => ({ at: createdAt, id });

/** What members have to do, in lists. */
@Injectable()
export class TaskLists {
  private readonly hours: SettingsReader<{ timeZone: string }>;

  constructor(
    private readonly tasks: CrmTasksRepository,
    private readonly contacts: ContactsRepository,
    private readonly clock: Clock,
    settings: WorkspaceSettings,
  ) {
    this.hours = settings.reader(businessHours, 'crm.my-day', ['timeZone']);
  }

  /** Due first in front, without a date last; or newest first. @throws DomainError CURSOR.INVALID, CRM.PEOPLE_ONLY. */
  async list(context: RequestContext, query: TasksQuery): Promise<Page<CrmTask>> {
    const { workspaceId } = context;
    const { limit, cursor, sort } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const filter = filterOf(context, query);
    return sort === 'newest'
      ? pageOf(await this.tasks.listNewest(workspaceId, filter, limit + 1, after), limit, newestPosition)
      : pageOf(await this.tasks.listByDue(workspaceId, filter, limit + 1, after), limit, duePosition);
  }

  /** Newest first. @throws DomainError CONTACT.NOT_FOUND, CURSOR.INVALID. */
  async listOfContact(
    { workspaceId }: RequestContext,
    contactId: ContactId,
    limit: number,
    cursor?: string,
  ): Promise<Page<CrmTask>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    return pageOf(await this.tasks.listOfContact(workspaceId, contact.id, limit + 1, after), limit, newestPosition);
  }

  /** What the caller is late with, and what is left for today as the clock of the workspace shows it. @throws DomainError CRM.PEOPLE_ONLY. */
  async myDay(context: RequestContext): Promise<MyDay> {
    const { workspaceId } = context;
    const assigneeId = meOf(context);
    const now = this.clock.now();
    const { timeZone } = await this.hours.of(workspaceId);
    const day = this.today(now, timeZone);
    const mine = { status: 'open', assigneeId } as const;
    const [late, left] = await Promise.all([
      this.tasks.listByDue(workspaceId, { ...mine, dueBefore: now }, DAY_LIMIT + 1),
      this.tasks.listByDue(workspaceId, { ...mine, dueFrom: now, dueBefore: day.end }, DAY_LIMIT + 1),
    ]);
    return dayOf(day, late, left, DAY_LIMIT);
  }

  private today(now: Date, timeZone: string): Day {
    const local = DateTime.fromJSDate(now, { zone: timeZone });
    return { date: local.toFormat('yyyy-MM-dd'), timeZone, end: local.startOf('day').plus({ days: 1 }).toJSDate() };
  }
}

function filterOf(context: RequestContext, query: TasksQuery): TaskFilter {
  const { status, kind, priority, dueFrom, dueBefore } = query;
  return {
    status,
    ...assigneeOf(context, query.assigneeId),
    ...(kind === undefined ? {} : { kind }),
    ...(priority === undefined ? {} : { priority }),
    ...(dueFrom === undefined ? {} : { dueFrom }),
    ...(dueBefore === undefined ? {} : { dueBefore }),
  };
}

function assigneeOf(context: RequestContext, asked: string | undefined): { assigneeId?: UserId | null } {
  if (asked === undefined) return {};
  if (asked === 'none') return { assigneeId: null };
  return { assigneeId: asked === 'me' ? meOf(context) : (asked as UserId) };
}

function meOf(context: RequestContext): UserId {
  const { userId } = authorOf(context);
  if (userId === undefined) throw peopleOnly();
  return userId;
}
