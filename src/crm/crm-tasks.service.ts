import { Injectable } from '@nestjs/common';
import { AuditedChanges, type RecordChange } from '../shared/database';
import {
  Clock,
  type ContactId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import { contactNotFound, crmContended, taskInvalid, taskNotFound, taskStatusConflict } from './crm.errors';
import { type CrmTask, type CrmTaskStatus, mayBecome } from './domain/crm-task';
import { originOf } from './domain/origin';
import { type CheckedTask, checkTask, editedTask, movedTask, newTask, type TaskWishes } from './domain/task-wishes';
import { Members } from './members';
import { ContactsRepository } from './repositories/contacts.repository';
import { CrmTasksRepository, duePosition } from './repositories/crm-tasks.repository';

export interface TasksQuery {
  limit: number;
  cursor?: string;
  status: CrmTaskStatus;
  assigneeId?: string;
  dueBefore?: Date;
}

const ACTIONS: Readonly<Record<CrmTaskStatus, string>> = {
  open: 'crm-task.reopened',
  completed: 'crm-task.completed',
  cancelled: 'crm-task.cancelled',
};
const ATTEMPTS = 5;

/** What members have to do about contacts. */
@Injectable()
export class CrmTasksService {
  constructor(
    private readonly tasks: CrmTasksRepository,
    private readonly contacts: ContactsRepository,
    private readonly members: Members,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Due first in front, without a date last. @throws DomainError CURSOR.INVALID. */
  async list({ workspaceId }: RequestContext, query: TasksQuery): Promise<Page<CrmTask>> {
    const { limit, cursor, status, assigneeId, dueBefore } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const filter = {
      status,
      ...(assigneeId === undefined ? {} : { assigneeId: assigneeId as UserId }),
      ...(dueBefore === undefined ? {} : { dueBefore }),
    };
    return pageOf(await this.tasks.listByDue(workspaceId, filter, limit + 1, after), limit, duePosition);
  }

  /** Newest first. @throws DomainError CONTACT.NOT_FOUND, CURSOR.INVALID. */
  async listOfContact(
    { workspaceId }: RequestContext,
    contactId: ContactId,
    limit: number,
    cursor?: string,
  ): Promise<Page<CrmTask>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    await this.mustExist(workspaceId, contactId);
    const rows = await this.tasks.listOfContact(workspaceId, contactId, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, taskId: string): Promise<CrmTask> {
    const task = await this.tasks.findById(workspaceId, taskId);
    if (task === null) throw taskNotFound();
    return task;
  }

  /** @throws DomainError CONTACT.NOT_FOUND, CRM_TASK.INVALID. */
  async create(
    context: RequestContext,
    contactId: ContactId,
    wishes: TaskWishes & { title: string },
  ): Promise<CrmTask> {
    const { workspaceId, actor } = context;
    const { title = '', ...rest } = await this.checked(workspaceId, wishes);
    await this.mustExist(workspaceId, contactId);
    const at = this.clock.now();
    const placed = { id: newId(at), workspaceId, contactId, origin: originOf(actor) };
    const task = newTask(placed, { ...rest, title }, at);
    await this.changes.run(context, async (record) => {
      await this.tasks.insert(task);
      await recordOf(record, 'crm-task.created', task);
    });
    return task;
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND, CRM_TASK.INVALID, CRM.CONTENDED. */
  async change(context: RequestContext, taskId: string, wishes: TaskWishes): Promise<CrmTask> {
    const wanted = await this.checked(context.workspaceId, wishes);
    return this.replace(context, taskId, 'crm-task.changed', (task) => editedTask(task, wanted, this.clock.now()));
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND, CRM_TASK.STATUS, CRM.CONTENDED. */
  async move(context: RequestContext, taskId: string, to: CrmTaskStatus): Promise<CrmTask> {
    return this.replace(context, taskId, ACTIONS[to], (task) => {
      if (!mayBecome(task.status, to)) throw taskStatusConflict(task.status);
      return movedTask(task, to, this.clock.now());
    });
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND. */
  async remove(context: RequestContext, taskId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const task = await this.get(context, taskId);
      if (!(await this.tasks.remove(workspaceId, taskId))) throw taskNotFound();
      await recordOf(record, 'crm-task.removed', task);
    });
  }

  private replace(
    context: RequestContext,
    taskId: string,
    action: string,
    next: (task: CrmTask) => CrmTask,
  ): Promise<CrmTask> {
    return this.changes.run(context, async (record) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const before = await this.get(context, taskId);
        const after = next(before);
        if (!(await this.tasks.replace(before, after))) continue;
        await recordOf(record, action, after);
        return after;
      }
      throw crmContended();
    });
  }

  private async checked(workspaceId: WorkspaceId, wishes: TaskWishes): Promise<CheckedTask> {
    const checked = checkTask(wishes);
    if (!checked.ok) throw taskInvalid(checked.problems);
    const problems = await this.members.problemsOf(workspaceId, 'assigneeId', checked.value.assigneeId);
    if (problems.length > 0) throw taskInvalid(problems);
    return checked.value;
  }

  private async mustExist(workspaceId: WorkspaceId, contactId: ContactId): Promise<void> {
    if ((await this.contacts.findById(workspaceId, contactId)) === null) throw contactNotFound();
  }
}

const recordOf = (record: RecordChange, action: string, { id, workspaceId, contactId }: CrmTask): Promise<void> =>
  record({ action, workspaceId, target: id, subject: contactId, details: { contactId } });
