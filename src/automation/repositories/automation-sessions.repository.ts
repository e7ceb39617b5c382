import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { SessionStatus } from '../../flows';
import { changedSinceCounted, duplicateIndexesOf, olderThan } from '../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { SessionRecord } from '../domain/session-record';
import { AUTOMATION_SESSIONS, type AutomationSessionRow } from '../schemas/automation-session.schema';

const OPEN: readonly SessionStatus[] = ['active', 'waiting', 'paused'];

export interface SessionCount {
  instanceId: string;
  status: SessionStatus;
  count: number;
  lastStartedAt: Date;
}

export type ListedSession = Omit<AutomationSessionRow, '_id' | 'workspaceId' | 'revision' | 'folded'> & { id: string };

/** At most one of them: each has its index. */
export type SessionFilter = { conversationId?: ConversationId } | { instanceId?: string };

const LISTED = { workspaceId: 0, revision: 0, folded: 0 } as const;

interface CountedGroup extends Pick<SessionCount, 'count' | 'lastStartedAt'> {
  _id: Pick<SessionCount, 'instanceId' | 'status'>;
}

@Injectable()
export class AutomationSessionsRepository {
  private readonly rows: mongo.Collection<AutomationSessionRow>;

  constructor(@InjectModel(AUTOMATION_SESSIONS) model: Model<AutomationSessionRow>) {
    this.rows = model.collection as unknown as mongo.Collection<AutomationSessionRow>;
  }

  /** Idempotent, in any order: a row never goes back to an older revision. */
  async write(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    records: readonly SessionRecord[],
  ): Promise<void> {
    if (records.length === 0) return;
    const updates = records.map(({ sessionId, ...record }) => ({
      updateOne: {
        filter: { _id: sessionId, workspaceId, revision: { $lt: record.revision } },
        update: { $set: { ...record, conversationId, ...changedSinceCounted() } },
        upsert: true,
      },
    }));
    try {
      await this.rows.bulkWrite(updates, { ordered: false });
    } catch (error) {
      // The row is there with this revision or a newer one.
      if (duplicateIndexesOf(error).failed.size > 0) throw error;
    }
  }

  /** Newest first. */
  async list(
    workspaceId: WorkspaceId,
    limit: number,
    after?: CursorPosition,
    filter: SessionFilter = {},
  ): Promise<ListedSession[]> {
    const rows = await this.rows
      .find({ workspaceId, ...filter, ...olderThan('startedAt', after) }, { projection: LISTED })
      .sort({ startedAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(listed);
  }

  async find(workspaceId: WorkspaceId, sessionId: string): Promise<ListedSession | null> {
    const row = await this.rows.findOne({ _id: sessionId, workspaceId }, { projection: LISTED });
    return row === null ? null : listed(row);
  }

  /** Ends rows of sessions that are neither running nor known any more, none of them younger than `startedBefore`. */
  async closeForgotten(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    known: { sessionIds: readonly string[]; startedBefore: Date },
  ): Promise<void> {
    await this.rows.updateMany(
      {
        workspaceId,
        conversationId,
        status: { $in: [...OPEN] },
        startedAt: { $lt: known.startedBefore },
        _id: { $nin: [...known.sessionIds] },
      },
      { $set: { status: 'superseded', endedAt: known.startedBefore, ...changedSinceCounted() } },
    );
  }

  async countByStatus(workspaceId: WorkspaceId, instanceIds: readonly string[]): Promise<SessionCount[]> {
    const groups = await this.rows
      .aggregate<CountedGroup>([
        { $match: { workspaceId, instanceId: { $in: [...instanceIds] } } },
        {
          $group: {
            _id: { instanceId: '$instanceId', status: '$status' },
            count: { $sum: 1 },
            lastStartedAt: { $max: '$startedAt' },
          },
        },
      ])
      .toArray();
    return groups.map(({ _id, ...figures }) => ({ ..._id, ...figures }));
  }
}

/** Rows of earlier versions of this program tell less. */
function listed({ _id, ...row }: AutomationSessionRow): ListedSession {
  const none = { visits: [], goals: [], movedFrom: [] };
  return { id: _id, ...none, ...row };
}
