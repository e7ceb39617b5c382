import { Injectable } from '@nestjs/common';
import { ContactEditing } from '../../crm';
import { DomainEvents } from '../../shared/events';
import {
  Clock,
  type ConversationId,
  DomainError,
  type RequestContext,
  stableId,
  type UserId,
} from '../../shared/kernel';
import { type BulkAction, changeOf } from '../domain/bulk-action';
import { conversationChanged } from '../domain/conversation-event';
import { DeskRepository } from '../repositories/desk.repository';
import type { ConversationJobRow, JobBatch } from '../schemas/conversation-job.schema';
import type { ConversationState } from '../schemas/conversation.schema';
import { InboxList } from './inbox-list.service';

export const BULK_STEP = 100;

export interface BulkStep {
  done: number;
  skipped: number;
}

/** One step of a job: some conversations at once. Doing it again after a crash changes nothing more. */
@Injectable()
export class BulkWorker {
  constructor(
    private readonly inbox: InboxList,
    private readonly rows: DeskRepository,
    private readonly contacts: ContactEditing,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async step(job: ConversationJobRow, { ids }: JobBatch): Promise<BulkStep> {
    const changed = ids.length === 0 ? 0 : await this.apply(job, ids);
    return { done: ids.length, skipped: ids.length - changed };
  }

  /** What the next step is about. */
  async next(job: ConversationJobRow): Promise<JobBatch> {
    const { conversationIds, wishes, done, cursor } = job;
    if (conversationIds !== null) {
      const ids = conversationIds.slice(done, done + BULK_STEP);
      return { ids, cursor: null, isLast: done + ids.length >= conversationIds.length };
    }
    const page = { ...wishes, limit: BULK_STEP, ...(cursor === null ? {} : { cursor }) };
    const { items, nextCursor } = await this.inbox.page(contextOf(job), page);
    return { ids: items.map(({ row }) => row._id), cursor: nextCursor ?? null, isLast: nextCursor === undefined };
  }

  /** How many it changed. */
  private async apply(job: ConversationJobRow, ids: readonly ConversationId[]): Promise<number> {
    const wanted = changeOf(job.action);
    if (wanted === null) return this.tag(job, job.action, ids);
    const changed = await this.rows.changeAll(job.workspaceId, ids, wanted.change);
    const at = this.clock.now();
    const told = changed.map((row) =>
      conversationChanged(row, wanted.changed, { id: stableId('conversation.changed', row._id, job._id), at }),
    );
    await this.events.publish(told);
    return changed.length;
  }

  private async tag(job: ConversationJobRow, action: BulkAction, ids: readonly ConversationId[]): Promise<number> {
    if (action.kind !== 'tag') return 0;
    const conversations = await this.rows.findAll(job.workspaceId, ids);
    let changed = 0;
    for (const conversation of conversations) if (await this.tagOne(job, action, conversation)) changed += 1;
    return changed;
  }

  /** False for a contact that is not there, or cannot have the tags. */
  private async tagOne(
    job: ConversationJobRow,
    { add, remove }: Extract<BulkAction, { kind: 'tag' }>,
    { contactId }: ConversationState,
  ): Promise<boolean> {
    if (contactId === null) return false;
    try {
      await this.contacts.change(contextOf(job), contactId, { addTags: add, removeTags: remove });
      return true;
    } catch (error) {
      if (error instanceof DomainError && ['not-found', 'invalid'].includes(error.kind)) return false;
      throw error;
    }
  }
}

/** In the name of who asked for it. */
const contextOf = ({ workspaceId, createdBy, actorId, correlationId }: ConversationJobRow): RequestContext => ({
  workspaceId,
  correlationId,
  actor:
    createdBy === undefined
      ? { kind: 'api-key', apiKeyId: actorId }
      : { kind: 'user', userId: createdBy satisfies UserId },
});
