import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../../shared/kernel';
import { WEBHOOK_ENDPOINTS, type WebhookEndpointRow } from '../schemas/webhook-endpoint.schema';

export type EndpointChange = Partial<
  Pick<WebhookEndpointRow, 'url' | 'description' | 'types' | 'active' | 'secrets' | 'disabledAt' | 'disabledReason'>
>;

/** What a round of deliveries has shown. */
export interface RoundEnd {
  /** Null: nothing is left to deliver. */
  nextDueAt: Date | null;
  pausedUntil?: Date;
  failingSince?: Date;
  lastDeliveredAt?: Date;
  /** All that had failed by then is to be tried again now. */
  takenUpTo?: Date;
}

const THERE = { expiresAt: { $exists: false } };
const LEASE_MS = 60_000;

@Injectable()
export class WebhookEndpointsRepository {
  private readonly rows: mongo.Collection<WebhookEndpointRow>;

  constructor(
    @InjectModel(WEBHOOK_ENDPOINTS) model: Model<WebhookEndpointRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<WebhookEndpointRow>;
  }

  async insert(row: Omit<WebhookEndpointRow, 'changedAt'>): Promise<void> {
    const { _id, workspaceId, ...rest } = row;
    const options = { ...this.transactions.options, upsert: true };
    const update = { $setOnInsert: rest, $currentDate: { changedAt: true as const } };
    await this.rows.updateOne({ _id, workspaceId }, update, options);
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<WebhookEndpointRow | null> {
    return this.rows.findOne({ _id: id, workspaceId, ...THERE }, this.transactions.options);
  }

  /** Newest first. */
  async list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<WebhookEndpointRow[]> {
    const found = this.rows.find({ workspaceId, ...THERE, ...olderThan('createdAt', after) });
    return found.sort({ createdAt: -1, _id: -1 }).limit(limit).toArray();
  }

  async count(workspaceId: WorkspaceId): Promise<number> {
    return this.rows.countDocuments({ workspaceId, ...THERE }, this.transactions.options);
  }

  /** `forget`: fields that go. Null when there is none. */
  async change(
    workspaceId: WorkspaceId,
    id: string,
    change: EndpointChange,
    forget: readonly (keyof WebhookEndpointRow)[] = [],
  ): Promise<WebhookEndpointRow | null> {
    const unset = Object.fromEntries(forget.map((field) => [field, '' as const]));
    return this.rows.findOneAndUpdate(
      { _id: id, workspaceId, ...THERE },
      { $set: change, ...(forget.length > 0 ? { $unset: unset } : {}), $currentDate: { changedAt: true } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }

  /** Nothing of it is left but that it is gone. False when there is none. */
  async delete(workspaceId: WorkspaceId, id: string, expiresAt: Date): Promise<boolean> {
    const gone = { url: '', description: '', types: [], active: false, secrets: [], expiresAt };
    const result = await this.rows.updateOne(
      { _id: id, workspaceId, ...THERE },
      {
        $set: gone,
        $unset: { dueAt: '', lease: '', createdBy: '', failedAgainUpTo: '' },
        $currentDate: { changedAt: true },
      },
      this.transactions.options,
    );
    return result.modifiedCount === 1;
  }

  /** Of all workspaces; those that are off or deleted, too. */
  async changedSince(since: Date): Promise<WebhookEndpointRow[]> {
    return this.rows.find({ changedAt: { $gte: since } }).toArray();
  }

  /** Of all workspaces: those of the last hour. */
  async deleted(): Promise<Pick<WebhookEndpointRow, '_id' | 'workspaceId'>[]> {
    const found = this.rows.find({ expiresAt: { $gt: new Date(0) } }, { projection: { workspaceId: 1 } });
    return found.toArray();
  }

  /** Something is to be delivered. */
  async ring(workspaceId: WorkspaceId, ids: readonly string[], at: Date): Promise<void> {
    await this.rows.updateMany(
      { workspaceId, _id: { $in: [...ids] }, active: true },
      { $min: { dueAt: at } },
      this.transactions.options,
    );
  }

  /** What had failed by `at` is to be tried again, a share in each round. */
  async tryFailedAgain(workspaceId: WorkspaceId, id: string, at: Date): Promise<void> {
    await this.rows.updateOne(
      { _id: id, workspaceId, active: true },
      { $set: { failedAgainUpTo: at }, $min: { dueAt: at } },
      this.transactions.options,
    );
  }

  /** The endpoint that has been due for longest is this worker's for a minute; null when none is. */
  async take(owner: string, now: Date): Promise<WebhookEndpointRow | null> {
    const until = new Date(now.getTime() + LEASE_MS);
    const free = [{ lease: { $exists: false } }, { 'lease.until': { $lte: now } }];
    const awake = [{ pausedUntil: { $exists: false } }, { pausedUntil: { $lte: now } }];
    return this.rows.findOneAndUpdate(
      { dueAt: { $lte: now }, active: true, $and: [{ $or: free }, { $or: awake }] },
      // Whoever rings meanwhile brings it forward again; should this worker die, it is due at the end of its lease.
      { $set: { lease: { owner, until }, dueAt: until } },
      { sort: { dueAt: 1 }, returnDocument: 'after' },
    );
  }

  /** Ends the worker's time, if it still is its own. `taken`: as `take` gave it. */
  async release(taken: WebhookEndpointRow, end: RoundEnd): Promise<void> {
    const { _id, workspaceId, lease, dueAt } = taken;
    const { nextDueAt, ...facts } = end;
    const isUntouched = { $eq: ['$dueAt', dueAt ?? null] };
    const due = { $cond: [isUntouched, nextDueAt ?? '$$REMOVE', '$dueAt'] };
    const { pausedUntil = '$$REMOVE', failingSince = '$$REMOVE' } = facts;
    const lastDeliveredAt = facts.lastDeliveredAt ?? '$lastDeliveredAt';
    // Somebody may have asked anew meanwhile.
    const isAnswered = { $eq: ['$failedAgainUpTo', facts.takenUpTo ?? null] };
    const failedAgainUpTo = { $cond: [isAnswered, '$$REMOVE', '$failedAgainUpTo'] };
    await this.rows.updateOne({ _id, workspaceId, 'lease.owner': lease?.owner ?? '' }, [
      { $set: { dueAt: due, pausedUntil, failingSince, lastDeliveredAt, failedAgainUpTo, lease: '$$REMOVE' } },
    ]);
  }
}
