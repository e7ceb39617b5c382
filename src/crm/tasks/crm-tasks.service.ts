import { Injectable } from '@nestjs/common';
import { AuditedChanges, type RecordChange } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { authorOf, Clock, type ContactId, newId, type RequestContext, type WorkspaceId } from '../../shared/kernel';
import { taskChanged } from '../crm-events';
import { crmContended, taskInvalid, taskNotFound, taskStatusConflict } from '../crm.errors';
import { type CrmTask, type CrmTaskStatus, mayBecome } from '../domain/crm-task';
import { originOf } from '../domain/origin';
import { type CheckedTask, checkTask, editedTask, movedTask, newTask, type TaskWishes } from '../domain/task-wishes';
import { Members } from '../members';
import { NoteAndTaskPlaces } from '../note-and-task-places';
import { CrmTasksRepository } from '../repositories/crm-tasks.repository';

const VERBS = { open: 'reopened', completed: 'completed', cancelled: 'cancelled' } as const;
type TaskVerb = (typeof VERBS)[CrmTaskStatus] | 'created' | 'changed' | 'removed';

export type NewTask = TaskWishes & { title: string; contactId?: string; conversationId?: string };

export interface BulkOutcome {
  taskId: string;
  /** `status`: it was not open. */
  outcome: 'completed' | 'not-found' | 'status';
}

const ATTEMPTS = 5;

/** Changes what members have to do. */
@Injectable()
export class CrmTasksService {
  constructor(
    private readonly tasks: CrmTasksRepository,
    private readonly places: NoteAndTaskPlaces,
    private readonly members: Members,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CRM_TASK.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, taskId: string): Promise<CrmTask> {
    const task = await this.tasks.findById(workspaceId, taskId);
    if (task === null) throw taskNotFound();
    return task;
  }

  /** `id`: where the caller knows that it is made once. @throws DomainError CONTACT.NOT_FOUND, CRM_TASK.INVALID. */
  async create(context: RequestContext, wanted: NewTask, id?: string): Promise<CrmTask> {
    const { workspaceId, actor } = context;
    const { contactId, conversationId, ...wishes } = wanted;
    const { title = '', ...rest } = await this.checked(workspaceId, wishes);
    const place = await this.places.of(workspaceId, contactId as ContactId | undefined, conversationId);
    if (!place.ok) throw taskInvalid(place.problems);
    const at = this.clock.now();
    const { userId } = authorOf(context);
    const author = { origin: originOf(actor), ...(userId === undefined ? {} : { creatorId: userId }) };
    const task = newTask({ id: id ?? newId(at), workspaceId, ...place.value, ...author }, { ...rest, title }, at);
    await this.changes.run(context, async (record) => {
      await this.tasks.insert(task);
      await this.announce(record, task, 'created');
    });
    return task;
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND, CRM_TASK.INVALID, CRM.CONTENDED. */
  async change(context: RequestContext, taskId: string, wishes: TaskWishes): Promise<CrmTask> {
    const wanted = await this.checked(context.workspaceId, wishes);
    return this.replace(context, taskId, 'changed', (task) => editedTask(task, wanted, this.clock.now()));
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND, CRM_TASK.STATUS, CRM.CONTENDED. */
  async move(context: RequestContext, taskId: string, to: CrmTaskStatus): Promise<CrmTask> {
    return this.replace(context, taskId, VERBS[to], (task) => {
      if (!mayBecome(task.status, to)) throw taskStatusConflict(task.status);
      return movedTask(task, to, this.clock.now());
    });
  }

  /** Completes those that are open, all at once; the others stay as they are. @throws DomainError CRM.CONTENDED. */
  async completeMany(context: RequestContext, taskIds: readonly string[]): Promise<BulkOutcome[]> {
    const wanted = [...new Set(taskIds)];
    return this.changes.run(context, async (record) => {
      const found = new Map((await this.tasks.findMany(context.workspaceId, wanted)).map((task) => [task.id, task]));
      const outcomes: BulkOutcome[] = [];
      for (const taskId of wanted)
        outcomes.push({ taskId, outcome: await this.completeOne(record, found.get(taskId)) });
      return outcomes;
    });
  }

  /** @throws DomainError CRM_TASK.NOT_FOUND. */
  async remove(context: RequestContext, taskId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const task = await this.get(context, taskId);
      if (!(await this.tasks.remove(workspaceId, taskId))) throw taskNotFound();
      await this.announce(record, { ...task, updatedAt: this.clock.now() }, 'removed');
    });
  }

  private async completeOne(record: RecordChange, task: CrmTask | undefined): Promise<BulkOutcome['outcome']> {
    if (task === undefined) return 'not-found';
    if (!mayBecome(task.status, 'completed')) return 'status';
    const done = movedTask(task, 'completed', this.clock.now());
    if (!(await this.tasks.replace(task, done))) throw crmContended();
    await this.announce(record, done, 'completed');
    return 'completed';
  }

  private replace(
    context: RequestContext,
    taskId: string,
    verb: TaskVerb,
    next: (task: CrmTask) => CrmTask,
  ): Promise<CrmTask> {
    return this.changes.run(context, async (record) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const before = await this.get(context, taskId);
        const after = next(before);
        if (!(await this.tasks.replace(before, after))) continue;
        await this.announce(record, after, verb);
        return after;
      }
      throw crmContended();
    });
  }

  private async announce(record: RecordChange, task: CrmTask, verb: TaskVerb): Promise<void> {
    const { id, workspaceId, contactId } = task;
    const about = contactId === undefined ? {} : { subject: contactId, details: { contactId } };
    await record({ action: `crm-task.${verb}`, workspaceId, target: id, ...about });
    await this.events.record(taskChanged(task, verb, task.updatedAt));
  }

  private async checked(workspaceId: WorkspaceId, wishes: TaskWishes): Promise<CheckedTask> {
    const checked = checkTask(wishes);
    if (!checked.ok) throw taskInvalid(checked.problems);
    const problems = await this.members.problemsOf(workspaceId, 'assigneeId', checked.value.assigneeId);
    if (problems.length > 0) throw taskInvalid(problems);
    return checked.value;
  }
}
