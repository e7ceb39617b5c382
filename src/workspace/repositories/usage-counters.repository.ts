import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import { type ReservationRow, USAGE_COUNTERS, type UsageCounterRow } from '../schemas/usage-counter.schema';

/** Which counter: of a workspace, a resource and a period. */
export interface CounterKey {
  workspaceId: WorkspaceId;
  resource: string;
  period: string;
}

export const counterIdOf = ({ workspaceId, resource, period }: CounterKey): string =>
  `${workspaceId}:${resource}:${period}`;

/** Each method is one atomic update, so that requests at the same time never pass a limit. */
@Injectable()
export class UsageCountersRepository {
  private readonly counters: mongo.Collection<UsageCounterRow>;

  constructor(@InjectModel(USAGE_COUNTERS) model: Model<UsageCounterRow>) {
    this.counters = model.collection as unknown as mongo.Collection<UsageCounterRow>;
  }

  /** False when it does not fit under `limit` (null: none). */
  async reserve(key: CounterKey, reservation: ReservationRow, limit: number | null): Promise<boolean> {
    const { amount } = reservation;
    if (limit !== null && amount > limit) return false;
    const room = limit === null ? {} : { taken: { $lte: limit - amount } };
    const filter = { _id: counterIdOf(key), ...room };
    const change = { $inc: { taken: amount }, $push: { reservations: reservation } };
    try {
      await this.counters.updateOne(filter, { ...change, $setOnInsert: { ...key, used: 0 } }, { upsert: true });
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // The counter is there: it is full, or another request has just created it.
    const { modifiedCount } = await this.counters.updateOne(filter, change);
    return modifiedCount === 1;
  }

  /** False when the reservation has expired or is settled already: nothing is charged twice. */
  async settle(key: CounterKey, { id, amount }: ReservationRow): Promise<boolean> {
    return this.end(counterIdOf(key), id, { used: amount });
  }

  /** False when there is nothing to give back any more. */
  async release(counterId: string, { id, amount }: ReservationRow): Promise<boolean> {
    return this.end(counterId, id, { taken: -amount });
  }

  async find(key: CounterKey): Promise<UsageCounterRow | null> {
    return this.counters.findOne({ _id: counterIdOf(key) });
  }

  async ofPeriod(workspaceId: WorkspaceId, period: string): Promise<UsageCounterRow[]> {
    return this.counters.find({ workspaceId, period }).toArray();
  }

  async withExpired(now: Date, limit: number): Promise<UsageCounterRow[]> {
    return this.counters
      .find({ 'reservations.expiresAt': { $lte: now } })
      .limit(limit)
      .toArray();
  }

  private async end(counterId: string, reservationId: string, charge: Record<string, number>): Promise<boolean> {
    const { modifiedCount } = await this.counters.updateOne(
      { _id: counterId, 'reservations.id': reservationId },
      { $pull: { reservations: { id: reservationId } }, $inc: charge },
    );
    return modifiedCount === 1;
  }
}
