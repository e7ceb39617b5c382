import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import { type Escalation, type EscalationStatus, isOpen } from '../domain/escalation';
import { EscalationRow } from '../schemas/escalation.schema';

export interface ListFilter {
  status?: EscalationStatus;
  limit: number;
  after?: CursorPosition;
}

@Injectable()
export class EscalationsRepository {
  constructor(@InjectModel(EscalationRow.name) private readonly escalations: Model<EscalationRow>) {}

  /** False when its source led to one before, or the conversation has an open one. */
  async insert(escalation: Escalation): Promise<boolean> {
    const { id, ...rest } = escalation;
    const open = isOpen(escalation.status) ? { open: true as const } : {};
    try {
      await this.escalations.insertOne({ _id: id, ...rest, ...open });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async findById(workspaceId: WorkspaceId, id: string): Promise<Escalation | null> {
    return toEscalation(await this.escalations.findOne({ _id: id, workspaceId }).lean());
  }

  async findBySource(workspaceId: WorkspaceId, sourceId: string): Promise<Escalation | null> {
    return toEscalation(await this.escalations.findOne({ workspaceId, sourceIds: sourceId }).lean());
  }

  /** Adds a source to the conversation's open escalation; null when none is open any more. */
  async joinOpen(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    sourceId: string,
    at: Date,
  ): Promise<Escalation | null> {
    const update = { $addToSet: { sourceIds: sourceId }, $set: { updatedAt: at } };
    const filter = { workspaceId, conversationId, open: true as const };
    return toEscalation(await this.escalations.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean());
  }

  /** Resolves it if it still has the status `from`; the new state, or null when it had another. */
  async resolve(
    { workspaceId, id, status }: Pick<Escalation, 'workspaceId' | 'id' | 'status'>,
    resolvedBy: string | undefined,
    at: Date,
  ): Promise<Escalation | null> {
    const update = {
      $set: {
        status: 'resolved' as const,
        resolvedAt: at,
        ...(resolvedBy === undefined ? {} : { resolvedBy }),
        updatedAt: at,
      },
      $unset: { open: 1 as const },
    };
    const filter = { _id: id, workspaceId, status };
    return toEscalation(await this.escalations.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean());
  }

  async markHoldReleased(workspaceId: WorkspaceId, id: string, at: Date): Promise<void> {
    await this.escalations.updateOne({ _id: id, workspaceId }, { $set: { holdReleasedAt: at } });
  }

  /** Newest first. */
  async list(workspaceId: WorkspaceId, { status, limit, after }: ListFilter): Promise<Escalation[]> {
    const rows = await this.escalations
      .find({ workspaceId, ...(status === undefined ? {} : { status }), ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(fromRow);
  }

  /** Of all workspaces, for the healing job alone: resolved before `before`, but the hold may still stand. */
  async listHoldsToRelease(before: Date, limit: number): Promise<Escalation[]> {
    const rows = await this.escalations
      .find({ status: 'resolved', holdReleasedAt: null, resolvedAt: { $lt: before } })
      .sort({ resolvedAt: 1 })
      .limit(limit)
      .lean();
    return rows.map(fromRow);
  }
}

function toEscalation(row: EscalationRow | null): Escalation | null {
  return row === null ? null : fromRow(row);
}

function fromRow(row: EscalationRow): Escalation {
  const { _id, ...rest } = row;
  delete rest.open;
  return { ...(rest as Omit<Escalation, 'id'>), id: _id };
}
