import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { AI_REPLY } from '../../flows';
import { duplicateIndexesOf, isTransient, olderThan, uncounted } from '../../shared/database';
import { type ConversationId, type CursorPosition, Grouping, type WorkspaceId } from '../../shared/kernel';
import { TURN_RECORDS, type TurnRecordRow } from '../schemas/turn-record.schema';

/** Empty when the row is there, whoever wrote it. */
type Inserted = { error?: unknown };

/** More steps than a session can have taken. */
const MAX_OF_SESSION = 2_000;

@Injectable()
export class TurnRecordsRepository {
  private readonly rows: mongo.Collection<TurnRecordRow>;
  /** Of all conversations of this process. */
  private readonly inserts = new Grouping<TurnRecordRow, Inserted>((rows) => this.insertMany(rows), {
    mayBeOneItem: (error) => !isTransient(error),
  });

  constructor(@InjectModel(TURN_RECORDS) model: Model<TurnRecordRow>) {
    this.rows = model.collection as unknown as mongo.Collection<TurnRecordRow>;
  }

  /** Idempotent: the first record of an event stays. @throws what kept one of them from being written */
  async insertNew(rows: readonly TurnRecordRow[]): Promise<void> {
    const failed = (await this.inserts.add(rows)).find(({ error }) => error !== undefined);
    if (failed !== undefined) throw failed.error;
  }

  /** Newest first. */
  async list(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    limit: number,
    before?: CursorPosition,
  ): Promise<TurnRecordRow[]> {
    return this.rows
      .find({ workspaceId, conversationId, ...olderThan('at', before) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** Oldest first. */
  async ofSession(workspaceId: WorkspaceId, sessionId: string): Promise<TurnRecordRow[]> {
    return this.rows.find({ workspaceId, sessionIds: sessionId }).sort({ at: 1 }).limit(MAX_OF_SESSION).toArray();
  }

  /** Those of these sessions in which one of the effects was asked for. */
  async ofEffects(
    workspaceId: WorkspaceId,
    sessionIds: readonly string[],
    effectIds: readonly string[],
  ): Promise<TurnRecordRow[]> {
    if (effectIds.length === 0) return [];
    return this.rows
      .find({ workspaceId, sessionIds: { $in: [...sessionIds] }, 'steps.effects.id': { $in: [...effectIds] } })
      .toArray();
  }

  /** Of a workspace, at most `limit` from before that time; the oldest first. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const rows = await this.rows
      .find({ workspaceId, at: { $lt: before } }, { projection: { _id: 1 } })
      .sort({ at: 1 })
      .limit(limit)
      .toArray();
    if (rows.length === 0) return 0;
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) }, workspaceId });
    return deletedCount;
  }

  private async insertMany(rows: TurnRecordRow[]): Promise<Inserted[]> {
    try {
      await this.rows.insertMany(rows.map(toCount), { ordered: false });
      return rows.map(() => ({}));
    } catch (error) {
      const { failed } = duplicateIndexesOf(error);
      return rows.map((_, index) => (failed.has(index) ? { error } : {}));
    }
  }
}

/** Of what is decided, reports count what models have answered. */
const toCount = (row: TurnRecordRow): TurnRecordRow => (row.event.task === AI_REPLY ? { ...row, ...uncounted } : row);
