import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { changedSinceCounted, isDuplicateKey, olderThan, Transactions, uncounted } from '../../shared/database';
import type { ConversationId, CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { Escalation } from '../domain/escalation';
import { rankOf, SEVERITIES, type Severity } from '../domain/severity';
import { nextNotice } from '../domain/sla';
import { type EscalationStatus, isOpen } from '../domain/transitions';
import { ESCALATIONS, type EscalationRow } from '../schemas/escalation.schema';

export interface EscalationFilter {
  conversationId?: ConversationId;
  status?: EscalationStatus;
  severity?: Severity;
  /** Null: of nobody. */
  assigneeId?: UserId | null;
}

/** Where a list of the most urgent stands. */
export interface UrgencyPosition extends CursorPosition {
  rank: number;
}

type Filter = mongo.Filter<EscalationRow>;

@Injectable()
export class EscalationsRepository {
  private readonly rows: mongo.Collection<EscalationRow>;

  constructor(
    @InjectModel(ESCALATIONS) model: Model<EscalationRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<EscalationRow>;
  }

  /** @throws a duplicate key error when its source led to one before, or the conversation has an open one. */
  async insert(escalation: Escalation): Promise<void> {
    await this.rows.insertOne({ ...toRow(escalation), ...uncounted }, this.transactions.options);
  }

  async findById(workspaceId: WorkspaceId, id: string): Promise<Escalation | null> {
    return this.find({ _id: id, workspaceId });
  }

  async findBySource(workspaceId: WorkspaceId, sourceId: string): Promise<Escalation | null> {
    return this.find({ workspaceId, sourceIds: sourceId });
  }

  async findOpen(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<Escalation | null> {
    return this.find({ workspaceId, conversationId, open: true });
  }

  async isOpenIn(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<boolean> {
    return (await this.rows.findOne({ workspaceId, conversationId, open: true }, { projection: { _id: 1 } })) !== null;
  }

  /**
   * Replaces `before` by `after`; false when somebody changed it since, or when it would be a second open one. The latter
   * ends a transaction around it.
   */
  async replace({ id, workspaceId, revision }: Escalation, after: Escalation): Promise<boolean> {
    const { _id, ...row } = toRow(after);
    try {
      const filter = { _id: id, workspaceId, revision };
      const { matchedCount } = await this.rows.replaceOne(
        filter,
        { ...row, ...changedSinceCounted() },
        this.transactions.options,
      );
      return matchedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** The bot may speak again since `at`, or, by null, is not to for this; unless it was opened again meanwhile. */
  async markHandedBack(workspaceId: WorkspaceId, id: string, dueSince: Date, at: Date | null): Promise<void> {
    const released = at === null ? {} : { $set: { holdReleasedAt: at } };
    await this.rows.updateOne(
      { _id: id, workspaceId, handBackDueAt: dueSince },
      { ...released, $unset: { handBackDueAt: 1 }, $inc: { revision: 1 } },
      this.transactions.options,
    );
  }

  /** Newest first. */
  async list(
    workspaceId: WorkspaceId,
    filter: EscalationFilter,
    page: { limit: number; after?: CursorPosition },
  ): Promise<Escalation[]> {
    const rows = await this.rows
      .find({ workspaceId, ...filter, ...olderThan('createdAt', page.after) } as Filter)
      .sort({ createdAt: -1, _id: -1 })
      .limit(page.limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** Of several conversations, newest first. */
  async listOfConversations(
    workspaceId: WorkspaceId,
    conversationIds: readonly ConversationId[],
    page: { limit: number; after?: CursorPosition },
  ): Promise<Escalation[]> {
    const filter = { workspaceId, conversationId: { $in: [...conversationIds] } };
    const rows = await this.rows
      .find({ ...filter, ...olderThan('createdAt', page.after) } as Filter)
      .sort({ createdAt: -1, _id: -1 })
      .limit(page.limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** Open ones, most urgent first, then those that wait longest. */
  async listUrgent(
    workspaceId: WorkspaceId,
    { limit, after }: { limit: number; after?: UrgencyPosition },
  ): Promise<Escalation[]> {
    const rows = await this.rows
      .find({ workspaceId, open: true, ...lessUrgent(after) } as Filter)
      .sort({ rank: -1, createdAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** Of all workspaces, for the job alone: those that have something to tell. */
  async listSlaDue(now: Date, limit: number): Promise<Escalation[]> {
    const rows = await this.rows
      .find({ slaDueAt: { $lte: now, $type: 'date' } })
      .sort({ slaDueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** Of all workspaces, for the healing job alone: closed before `before`, but the hold may still stand. */
  async listHandBackDue(before: Date, limit: number): Promise<Escalation[]> {
    const rows = await this.rows
      .find({ handBackDueAt: { $lt: before, $type: 'date' } })
      .sort({ handBackDueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** Of all workspaces, for the healing job alone: open ones without an answer, by id; those after `after`. */
  async listUnanswered(limit: number, after: string | null): Promise<Escalation[]> {
    const rows = await this.rows
      .find({ unanswered: true, ...(after === null ? {} : { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** Of all workspaces: how many are open, by severity; those of which none is are absent. */
  async countOpen(): Promise<Map<Severity, number>> {
    const ranks = await this.rows
      .aggregate<{ _id: number; count: number }>([
        { $match: { open: true } },
        { $group: { _id: '$rank', count: { $sum: 1 } } },
      ])
      .toArray();
    return new Map(
      ranks.flatMap(({ _id, count }) => (SEVERITIES[_id] === undefined ? [] : [[SEVERITIES[_id], count]])),
    );
  }

  private async find(filter: Filter): Promise<Escalation | null> {
    const row = await this.rows.findOne(filter, this.transactions.options);
    return row === null ? null : fromRow(row);
  }
}

function lessUrgent(position: UrgencyPosition | undefined): Record<string, unknown> {
  if (position === undefined) return {};
  const { rank, at, id } = position;
  const after = [{ rank: { $lt: rank } }, { rank, createdAt: { $gt: at } }, { rank, createdAt: at, _id: { $gt: id } }];
  return { rank: { $lte: rank }, $or: after };
}

function toRow({ id, ...rest }: Escalation): EscalationRow {
  const people = [rest.assigneeId, rest.resolvedBy].filter((person) => person !== undefined);
  const memberIds = people.length === 0 ? {} : { memberIds: [...new Set(people)] };
  const row = { _id: id, ...rest, rank: rankOf(rest.severity), ...memberIds };
  if (!isOpen(rest.status)) return row;
  const slaDueAt = nextNotice(rest.sla);
  const answered = rest.sla.firstResponse.metAt !== undefined;
  return {
    ...row,
    open: true,
    ...(slaDueAt === null ? {} : { slaDueAt }),
    ...(answered ? {} : { unanswered: true as const }),
  };
}

function fromRow(row: EscalationRow): Escalation {
  const { _id, open: _open, rank: _rank, slaDueAt: _slaDueAt, unanswered: _unanswered, ...rest } = row;
  const { memberIds: _members, folded: _folded, ...escalation } = rest;
  return { ...escalation, id: _id };
}
