import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { byWorkspace } from '../../kernel';
import { Transactions } from '../../database';
import type { DomainEvent } from '../domain/domain-event';
import { DOMAIN_EVENTS, type DomainEventRow } from '../schemas/domain-event.schema';

/** When it was recorded, and its place among what was recorded at that time. */
export type RecordedAs = Pick<DomainEventRow, 'recordedAt' | 'place'>;

@Injectable()
export class DomainEventsRepository {
  private readonly rows: mongo.Collection<DomainEventRow>;

  constructor(
    @InjectModel(DOMAIN_EVENTS) model: Model<DomainEventRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<DomainEventRow>;
  }

  /** As part of the transaction around it; one that is there already stays as it is. */
  async insert({ id, ...event }: DomainEvent, recorded: RecordedAs): Promise<void> {
    const filter = { _id: id, workspaceId: event.workspaceId };
    const options = { ...this.transactions.options, upsert: true };
    await this.rows.updateOne(filter, { $setOnInsert: { ...event, ...recorded } }, options);
  }

  /** The oldest ones that were recorded before. */
  async untold(recordedBefore: Date, limit: number): Promise<DomainEvent[]> {
    const found = this.rows.find({ recordedAt: { $lt: recordedBefore } });
    const rows = await found.sort({ recordedAt: 1, place: 1 }).limit(limit).toArray();
    return rows.map(({ _id, recordedAt: _recordedAt, place: _place, ...event }) => ({ ...event, id: _id }));
  }

  /** Everybody was told. */
  async remove(events: readonly DomainEvent[]): Promise<void> {
    for (const [workspaceId, its] of byWorkspace(events)) {
      await this.rows.deleteMany({ workspaceId, _id: { $in: its.map(({ id }) => id) } });
    }
  }
}
