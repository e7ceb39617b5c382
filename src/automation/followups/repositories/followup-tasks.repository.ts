import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { LaneView } from '../../../conversations';
import { changedSinceCounted, duplicateIndexesOf, olderThan, uncounted } from '../../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../../shared/kernel';
import type { FollowupRecord } from '../../domain/followups/followup-record';
import type { FollowupFacts } from '../../domain/followups/followup-state';
import { type FollowupStatus, statusesBefore } from '../../domain/followups/followup-status';
import type { Settlement } from '../../domain/followups/settlement';
import { FOLLOWUP_TASKS, type FollowupTaskRow } from '../schemas/followup-task.schema';

/** Each filter has its index; of several, the later ones are looked at in what it finds. */
export interface FollowupFilter {
  conversationId?: ConversationId;
  policyId?: string;
  status?: FollowupStatus;
}

/** A message that goes out at once is on record by then. */
const FIRST_LOOK_MS = 5_000;

const PRUNED_ORDER = { dueAt: 1, _id: 1 } as const;

@Injectable()
export class FollowupTasksRepository {
  private readonly rows: mongo.Collection<FollowupTaskRow>;

  constructor(@InjectModel(FOLLOWUP_TASKS) model: Model<FollowupTaskRow>) {
    this.rows = model.collection as unknown as mongo.Collection<FollowupTaskRow>;
  }

  /** Idempotent, in any order: a row never goes back to an older revision. */
  async write(lane: LaneView, records: readonly FollowupRecord[]): Promise<void> {
    if (records.length === 0) return;
    const updates = records.map((record) => ({
      updateOne: {
        filter: { _id: record.taskId, workspaceId: lane.workspaceId, revision: { $lt: record.revision } },
        update: updateOf(lane, record),
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

  /** Latest first, by when they are or were due. */
  list(
    workspaceId: WorkspaceId,
    filter: FollowupFilter,
    page: { limit: number; after?: CursorPosition | undefined },
  ): Promise<FollowupTaskRow[]> {
    return this.rows
      .find({ workspaceId, ...filter, ...olderThan('dueAt', page.after) })
      .sort({ dueAt: -1, _id: -1 })
      .limit(page.limit)
      .toArray();
  }

  find(workspaceId: WorkspaceId, id: string): Promise<FollowupTaskRow | null> {
    return this.rows.findOne({ _id: id, workspaceId });
  }

  /** Those that wait and are due before, soonest first. */
  listWaiting(workspaceId: WorkspaceId, before: Date, limit: number): Promise<FollowupTaskRow[]> {
    return this.rows
      .find({ workspaceId, status: 'scheduled', dueAt: { $lt: before }, sendId: null })
      .sort({ dueAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Of all workspaces: it is time to look what became of them. */
  listToSettle(now: Date, limit: number): Promise<FollowupTaskRow[]> {
    return this.rows
      .find({ settleAt: { $lte: now, $type: 'date' } })
      .sort({ settleAt: 1 })
      .limit(limit)
      .toArray();
  }

  /** What has a status other than scheduled keeps it. Each is looked at again until `endLooking`. */
  async settle(
    workspaceId: WorkspaceId,
    settlements: readonly { id: string; settlement: Settlement }[],
  ): Promise<void> {
    if (settlements.length === 0) return;
    const settled = settlements.map(({ id, settlement }) => ({
      updateOne: {
        filter: { _id: id, workspaceId, status: { $in: statusesToSettle(settlement) } },
        update: { $set: settledFields(settlement) },
      },
    }));
    await this.rows.bulkWrite(settled);
  }

  /** Of these, those that are not scheduled any more: everybody knows what became of them. */
  async endLooking(workspaceId: WorkspaceId, ids: readonly string[]): Promise<void> {
    const over = { _id: { $in: [...ids] }, workspaceId, status: { $ne: 'scheduled' as const } };
    await this.rows.updateMany(over, { $set: { settleAt: null } });
  }

  /** Forgets at most `limit` of those that were due before; returns how many. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const old = await this.rows
      .find({ workspaceId, dueAt: { $lt: before } }, { projection: { _id: 1 } })
      .sort(PRUNED_ORDER)
      .limit(limit)
      .toArray();
    if (old.length === 0) return 0;
    const { deletedCount } = await this.rows.deleteMany({ workspaceId, _id: { $in: old.map(({ _id }) => _id) } });
    return deletedCount;
  }
}

const statusesToSettle = (settlement: Settlement): FollowupStatus[] =>
  settlement.kind === 'later' ? ['scheduled'] : statusesBefore(settlement.kind === 'sent' ? 'sent' : settlement.status);

function settledFields(settlement: Settlement): Partial<FollowupTaskRow> {
  switch (settlement.kind) {
    case 'later':
      return { settleAt: settlement.at };
    case 'sent':
      return {
        status: 'sent',
        sentAt: settlement.at,
        endedAt: settlement.at,
        ...changedSinceCounted(),
      };
    case 'ended': {
      const { status, reason, error, at } = settlement;
      return { status, reason, error, endedAt: at, ...changedSinceCounted() };
    }
  }
}

const WAITING = {
  status: 'scheduled',
  reason: null,
  sendId: null,
  sessionId: null,
  text: null,
  settleAt: null,
  sentAt: null,
  endedAt: null,
  repliedAt: null,
  error: null,
  ...uncounted,
} as const satisfies Partial<FollowupTaskRow>;

function updateOf(lane: LaneView, record: FollowupRecord): mongo.UpdateFilter<FollowupTaskRow> {
  const news = newsOf(record);
  const fresh = Object.fromEntries(Object.entries(WAITING).filter(([field]) => !(field in news)));
  const { conversationId, accountId } = lane;
  return { $set: { conversationId, accountId, ...factsIn(record), ...news }, $setOnInsert: fresh };
}

function factsIn(record: FollowupFacts) {
  const { policyId, kind, action, instanceId, revision } = record;
  return {
    policyId,
    kind,
    action,
    instanceId,
    revision,
    dueAt: new Date(record.dueAt),
    anchorAt: new Date(record.anchorAt),
    windowClosesAt: new Date(record.windowClosesAt),
    plannedAt: new Date(record.plannedAt),
  };
}

/** As the row of one that waits will be. */
export const plannedRow = (lane: LaneView, facts: FollowupFacts): FollowupTaskRow => {
  const { conversationId, workspaceId, accountId } = lane;
  return { ...WAITING, ...factsIn(facts), _id: facts.taskId, workspaceId, conversationId, accountId };
};

function newsOf({ news }: FollowupRecord): Partial<FollowupTaskRow> {
  if (news === undefined) return {};
  const { at, end, said, repliedAt } = news;
  const replied = repliedAt === undefined ? {} : { repliedAt: new Date(repliedAt), ...changedSinceCounted() };
  if (said !== undefined) return { ...said, ...underWay(said.sendId, at), ...replied };
  if (end === null) return replied;
  const { status, reason, error } = end;
  const failure = error === undefined ? {} : { error: { code: 'FOLLOWUP.FAILED', message: error } };
  return { status, reason, endedAt: new Date(at), ...changedSinceCounted(), ...failure, ...replied };
}

/** What a flow says later, if it says anything, is its own: it has been sent into the conversation. */
function underWay(sendId: string | null, at: number): Partial<FollowupTaskRow> {
  if (sendId !== null) return { settleAt: new Date(at + FIRST_LOOK_MS) };
  return { status: 'sent', sentAt: new Date(at), endedAt: new Date(at), ...changedSinceCounted() };
}
