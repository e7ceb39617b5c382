import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { duplicateIndexesOf, olderThan, Transactions } from '../../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../../shared/kernel';
import { type DeliveryStatus, WEBHOOK_DELIVERIES, type WebhookDeliveryRow } from '../schemas/webhook-delivery.schema';

export interface EndpointKey {
  workspaceId: WorkspaceId;
  endpointId: string;
}

/** The first of several of a lane that are still to be delivered. */
type LaneHead = Pick<WebhookDeliveryRow, 'lane' | 'place' | 'nextAttemptAt'>;

export interface LaneWish {
  lanes: readonly string[];
  createdSince: Date;
  /** Ids of deliveries. */
  except: readonly string[];
}

export type AttemptFields = Pick<WebhookDeliveryRow, 'status' | 'attempts' | 'nextAttemptAt' | 'lastAttemptAt'> &
  Partial<Pick<WebhookDeliveryRow, 'lastStatus' | 'lastError' | 'deliveredAt'>>;

type Again = Pick<WebhookDeliveryRow, 'nextAttemptAt' | 'retryUntil' | 'expiresAt'>;

@Injectable()
export class WebhookDeliveriesRepository {
  private readonly rows: mongo.Collection<WebhookDeliveryRow>;

  constructor(
    @InjectModel(WEBHOOK_DELIVERIES) model: Model<WebhookDeliveryRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<WebhookDeliveryRow>;
  }

  /** Those that are there already stay as they are. @throws when any other could not be stored. */
  async insertNew(rows: WebhookDeliveryRow[]): Promise<void> {
    try {
      await this.rows.insertMany(rows, { ordered: false });
    } catch (error) {
      if (duplicateIndexesOf(error).failed.size > 0) throw error;
    }
  }

  /** What may be tried now, in the order in which it was told. */
  async due({ workspaceId, endpointId }: EndpointKey, now: Date, limit: number): Promise<WebhookDeliveryRow[]> {
    const found = this.rows.find({ workspaceId, endpointId, status: 'pending', nextAttemptAt: { $lte: now } });
    const rows = await found.sort({ nextAttemptAt: 1, place: 1 }).limit(limit).toArray();
    return rows.sort((one, other) => one.place - other.place);
  }

  /** When there is something to do next; null when nothing is left. */
  async nextDueAt({ workspaceId, endpointId }: EndpointKey): Promise<Date | null> {
    const options = { projection: { nextAttemptAt: 1 }, hint: 'endpoint-due' };
    const found = this.rows.find({ workspaceId, endpointId, status: 'pending' }, options);
    const [first] = await found.sort({ nextAttemptAt: 1, place: 1 }).limit(1).toArray();
    return first?.nextAttemptAt ?? null;
  }

  /** Of all workspaces: since when the oldest waits that is still to be delivered; null when nothing is. */
  async oldestPendingAt(): Promise<Date | null> {
    const found = this.rows.find({ status: 'pending' }, { projection: { createdAt: 1 } });
    const [first] = await found.sort({ createdAt: 1 }).limit(1).toArray();
    return first?.createdAt ?? null;
  }

  async laneHeads(
    { workspaceId, endpointId }: EndpointKey,
    { lanes, createdSince, except }: LaneWish,
  ): Promise<LaneHead[]> {
    const which = { lane: { $in: [...lanes] }, createdAt: { $gt: createdSince }, _id: { $nin: [...except] } };
    const heads = this.rows.aggregate<LaneHead>(
      [
        { $match: { workspaceId, endpointId, status: 'pending', ...which } },
        { $sort: { lane: 1, place: 1 } },
        {
          $group: {
            _id: '$lane',
            lane: { $first: '$lane' },
            place: { $first: '$place' },
            nextAttemptAt: { $first: '$nextAttemptAt' },
          },
        },
      ],
      { hint: 'lane-pending' },
    );
    return heads.toArray();
  }

  async postpone(workspaceId: WorkspaceId, ids: readonly string[], nextAttemptAt: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.rows.updateMany({ workspaceId, _id: { $in: [...ids] }, status: 'pending' }, { $set: { nextAttemptAt } });
  }

  /** How an attempt went; nothing when the delivery was erased meanwhile. */
  async note({ workspaceId, _id }: WebhookDeliveryRow, fields: AttemptFields): Promise<void> {
    const { lastStatus, lastError } = fields;
    const unset = {
      ...(lastStatus === undefined ? { lastStatus: '' as const } : {}),
      ...(lastError === undefined ? { lastError: '' as const } : {}),
    };
    await this.rows.updateOne({ _id, workspaceId }, { $set: fields, $unset: unset }, { ignoreUndefined: true });
  }

  /** Newest first. */
  async list(
    { workspaceId, endpointId }: EndpointKey,
    query: { status?: DeliveryStatus; limit: number; after?: CursorPosition },
  ): Promise<WebhookDeliveryRow[]> {
    const state = query.status === undefined ? {} : { status: query.status };
    const filter = { workspaceId, endpointId, ...state, ...olderThan('createdAt', query.after) };
    return this.rows.find(filter).sort({ createdAt: -1, _id: -1 }).limit(query.limit).toArray();
  }

  async find({ workspaceId, endpointId }: EndpointKey, id: string): Promise<WebhookDeliveryRow | null> {
    return this.rows.findOne({ _id: id, workspaceId, endpointId }, this.transactions.options);
  }

  /** From anew; a pending one is tried at once. Null when there is none. */
  async again({ workspaceId, endpointId }: EndpointKey, id: string, fields: Again): Promise<WebhookDeliveryRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: id, workspaceId, endpointId },
      { $set: { status: 'pending', attempts: 0, ...fields } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }

  async countFailed({ workspaceId, endpointId }: EndpointKey): Promise<number> {
    return this.rows.countDocuments({ workspaceId, endpointId, status: 'failed' });
  }

  /** Of those that failed and were last tried until then, the oldest `limit` from anew; false: there are no more. */
  async failedAgain(
    { workspaceId, endpointId }: EndpointKey,
    { until, limit, fields }: { until: Date; limit: number; fields: Again },
  ): Promise<boolean> {
    const which = { workspaceId, endpointId, status: 'failed' as const, lastAttemptAt: { $not: { $gt: until } } };
    const found = this.rows.find(which, { projection: { _id: 1 } }).sort({ createdAt: 1, _id: 1 });
    const ids = (await found.limit(limit).toArray()).map(({ _id }) => _id);
    await this.rows.updateMany(
      { workspaceId, _id: { $in: ids }, status: 'failed' },
      { $set: { status: 'pending', attempts: 0, ...fields } },
    );
    return ids.length === limit;
  }

  async deleteOf({ workspaceId, endpointId }: EndpointKey): Promise<void> {
    await this.rows.deleteMany({ workspaceId, endpointId });
  }
}
