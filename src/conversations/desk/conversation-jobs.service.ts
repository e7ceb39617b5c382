import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import {
  actorIdOf,
  authorOf,
  Clock,
  type ConversationId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
} from '../../shared/kernel';
import { jobEnded, jobNotFound, jobUnclear } from '../conversations.errors';
import type { BulkAction } from '../domain/bulk-action';
import { jobProgressed } from '../domain/conversation-job';
import type { InboxWishes } from '../domain/inbox-wishes';
import { ConversationJobsRepository } from '../repositories/conversation-jobs.repository';
import type { ConversationJobRow } from '../schemas/conversation-job.schema';
import { Desk } from './desk.service';
import { InboxList } from './inbox-list.service';

const KEPT_MS = 30 * 86_400_000;

export interface JobWish {
  action: BulkAction;
  conversationIds?: readonly ConversationId[];
  filter?: InboxWishes;
}

/** The same done with many conversations, in the background; a worker does it. */
@Injectable()
export class ConversationJobs {
  constructor(
    private readonly rows: ConversationJobsRepository,
    private readonly inbox: InboxList,
    private readonly desk: Desk,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONVERSATION_JOB.SELECTION, INBOX.SORT, CONVERSATION.ASSIGNEE, CONVERSATION.SNOOZE */
  async start(context: RequestContext, wish: JobWish): Promise<ConversationJobRow> {
    await this.check(context, wish);
    const { workspaceId, correlationId } = context;
    const at = this.clock.now();
    const job: ConversationJobRow = {
      ...{ _id: newId(at), workspaceId, ...authorOf(context), actorId: actorIdOf(context) ?? 'system', correlationId },
      ...selectionOf(context, wish),
      ...{ action: wish.action, status: 'waiting', done: 0, skipped: 0, cursor: null, failures: 0, problem: null },
      ...{ createdAt: at, updatedAt: at, dueAt: at, expiresAt: new Date(at.getTime() + KEPT_MS) },
    };
    return this.changes.run(context, async (record) => {
      await this.rows.insert(job);
      const details = { action: wish.action.kind };
      await record({ action: 'conversation-job.started', workspaceId, target: job._id, details });
      await this.events.record(jobProgressed(job, at));
      return job;
    });
  }

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list(
    { workspaceId }: RequestContext,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<ConversationJobRow>> {
    const rows = await this.rows.list(workspaceId, limit + 1, cursor === undefined ? undefined : decodeCursor(cursor));
    return pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError CONVERSATION_JOB.NOT_FOUND */
  async get({ workspaceId }: RequestContext, id: string): Promise<ConversationJobRow> {
    const job = await this.rows.find(workspaceId, id);
    if (job === null) throw jobNotFound();
    return job;
  }

  /** What is done stays done. @throws DomainError CONVERSATION_JOB.NOT_FOUND, CONVERSATION_JOB.ENDED */
  async cancel(context: RequestContext, id: string): Promise<ConversationJobRow> {
    await this.get(context, id);
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const at = this.clock.now();
      const cancelled = await this.rows.cancel(workspaceId, id, at);
      if (cancelled === null) throw jobEnded();
      await record({ action: 'conversation-job.cancelled', workspaceId, target: id });
      await this.events.record(jobProgressed(cancelled, at));
      return cancelled;
    });
  }

  private async check(context: RequestContext, { action, conversationIds, filter }: JobWish): Promise<void> {
    if ((conversationIds === undefined) === (filter === undefined)) throw jobUnclear();
    if (filter !== undefined) this.inbox.check(context, filter);
    if (action.kind === 'assign') await this.desk.checkAssignee(context, action.assigneeId);
    if (action.kind === 'snooze') this.desk.checkSnooze(action.until);
  }
}

/** `me` is who asks, whoever looks at the job later. */
function selectionOf(context: RequestContext, { conversationIds, filter }: JobWish) {
  if (conversationIds !== undefined) {
    const ids = [...new Set(conversationIds)];
    return { conversationIds: ids, wishes: null, total: ids.length };
  }
  const mine = filter?.assignee === 'me' ? { assignee: actorIdOf(context) ?? 'none' } : {};
  return { conversationIds: null, wishes: { ...filter, ...mine }, total: null };
}
