import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, mongo } from 'mongoose';
import { duplicateIndexesOf, isDuplicateKey } from '../../shared/database';
import { stableId } from '../../shared/kernel';
import type { Cap } from '../domain/ai/ai-caps';
import type { Charge, CounterKey, UsageScope } from '../domain/ai/ai-usage';
import { AI_USAGE, type AiReservationRow, type AiUsageRow } from '../schemas/ai-usage.schema';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Of conversations and nodes there are many; of the rest, few. */
const DETAIL_DAYS = 90;
const TOTAL_DAYS = 1_100;
const MOST_GROUPS = 400;

export type UsageTotals = Charge;

export interface UsageByKey extends UsageTotals {
  key: string;
}

export interface SpenderRow extends UsageTotals {
  workspaceId: string;
}

const idOf = ({ workspaceId, scope, key, period }: CounterKey): string =>
  stableId('ai-usage', workspaceId, scope, key, period);

function expiryOf({ scope }: CounterKey, now: Date): Date {
  const days = scope === 'conversation' || scope === 'node' ? DETAIL_DAYS : TOTAL_DAYS;
  return new Date(now.getTime() + days * DAY_MS);
}

const SUMS = Object.fromEntries(
  ['calls', 'failures', 'promptTokens', 'cachedTokens', 'completionTokens', 'nanos'].map((field) => [
    field,
    { $sum: `$${field}` },
  ]),
);

/** Counters of what AI costs. Each write is atomic, so that calls at the same time never pass a cap by more than one. */
@Injectable()
export class AiUsageRepository {
  private readonly rows: mongo.Collection<AiUsageRow>;

  constructor(@InjectModel(AI_USAGE) model: Model<AiUsageRow>) {
    this.rows = model.collection as unknown as mongo.Collection<AiUsageRow>;
  }

  /** False when what is used and reserved has reached the cap. */
  async reserve({ counter, unit, limit }: Cap, reservation: AiReservationRow, now: Date): Promise<boolean> {
    const used = unit === 'nanos' ? field('nanos') : { $add: [field('promptTokens'), field('completionTokens')] };
    const reserved = { $sum: { $map: { input: '$reservations', as: 'one', in: `$$one.${unit}` } } };
    const fits = { $lt: [{ $add: [used, reserved] }, limit] };
    const row = await this.once(() =>
      this.rows.findOneAndUpdate(
        { _id: idOf(counter), workspaceId: counter.workspaceId },
        [
          { $set: { ...identityOf(counter, now), reservations: living(now) } },
          {
            $set: {
              reservations: {
                $cond: [fits, { $concatArrays: ['$reservations', [{ $literal: reservation }]] }, '$reservations'],
              },
            },
          },
        ],
        { upsert: true, returnDocument: 'after', projection: { reservations: 1 } },
      ),
    );
    return row?.reservations?.some(({ id }) => id === reservation.id) === true;
  }

  async release({ counter }: Cap, reservationId: string): Promise<void> {
    const { workspaceId } = counter;
    await this.rows.updateOne({ _id: idOf(counter), workspaceId }, { $pull: { reservations: { id: reservationId } } });
  }

  /** Adds to all counters in one command and ends the reservation wherever it was made. */
  async charge(counters: readonly CounterKey[], charge: Charge, now: Date, reservationId: string): Promise<void> {
    const operations = counters.map((counter) => chargeOf(counter, charge, now, reservationId));
    await this.rows.bulkWrite(operations, { ordered: false }).catch(async (error: unknown) => {
      // Another call has just created these; the others are charged already.
      const { duplicates, failed } = duplicateIndexesOf(error);
      if (failed.size > 0) throw error;
      await this.rows.bulkWrite(
        operations.filter((_, index) => duplicates.has(index)),
        { ordered: false },
      );
    });
  }

  async totalOf(workspaceId: string, period: string): Promise<UsageTotals | null> {
    return this.rows.findOne({ _id: idOf({ workspaceId, scope: 'workspace', key: '', period }), workspaceId });
  }

  /** From the first to the last day, the dearest first. */
  async byKey(workspaceId: string, scope: UsageScope, from: string, to: string): Promise<UsageByKey[]> {
    const groups = this.rows.aggregate<UsageTotals & { _id: string }>([
      ...daysFrom({ workspaceId, scope }, from, to),
      { $group: { _id: scope === 'workspace' ? '$period' : '$key', ...SUMS } },
      { $sort: { nanos: -1, _id: 1 } },
      { $limit: MOST_GROUPS },
    ]);
    return (await groups.toArray()).map(({ _id, ...totals }) => ({ key: _id, ...totals }));
  }

  /** All of the days, and what of it is told apart by goal, since when. Goals are few. */
  async traced(
    workspaceId: string,
    from: string,
    to: string,
  ): Promise<{ total: UsageTotals; goals: UsageByKey[]; since: string | null }> {
    const scopes: UsageScope[] = ['workspace', 'goal'];
    type Group = UsageTotals & { _id: { scope: UsageScope; key: string }; since: string };
    const groups = await this.rows
      .aggregate<Group>([
        ...daysFrom({ workspaceId, scope: { $in: scopes } }, from, to),
        { $group: { _id: { scope: '$scope', key: '$key' }, ...SUMS, since: { $min: '$period' } } },
        { $sort: { nanos: -1, _id: 1 } },
      ])
      .toArray();
    const goals = groups.filter(({ _id }) => _id.scope === 'goal');
    const [since = null] = goals.map((goal) => goal.since).sort();
    return {
      total: totalsOf(groups.find(({ _id }) => _id.scope === 'workspace') ?? {}),
      goals: goals.map(({ _id, ...totals }) => ({ key: _id.key, ...totalsOf(totals) })),
      since,
    };
  }

  /** Of all workspaces in a day or month, the dearest first. */
  async spenders(period: string, limit: number): Promise<SpenderRow[]> {
    const scope: UsageScope = 'workspace';
    const rows = await this.rows.find({ scope, period }).sort({ nanos: -1 }).limit(limit).toArray();
    return rows.map(({ workspaceId, ...row }) => ({ workspaceId, ...totalsOf(row) }));
  }

  /** Once more when another call has created the row at the same moment. */
  private async once<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return write();
    }
  }
}

/** Months are shorter texts and lie outside of ranges of days, but for their own: the length tells them apart. */
const daysFrom = (filter: Record<string, unknown>, from: string, to: string) => [
  { $match: { ...filter, period: { $gte: from, $lte: to } } },
  { $match: { $expr: { $eq: [{ $strLenCP: '$period' }, from.length] } } },
];

const field = (name: string) => ({ $ifNull: [`$${name}`, 0] });

const living = (now: Date) => ({
  $filter: { input: { $ifNull: ['$reservations', []] }, as: 'one', cond: { $gt: ['$$one.expiresAt', now] } },
});

/** Written as they are: an id may begin with a `$`. */
const identityOf = (counter: CounterKey, now: Date) => ({
  scope: { $literal: counter.scope },
  key: { $literal: counter.key },
  period: { $literal: counter.period },
  expiresAt: { $ifNull: ['$expiresAt', expiryOf(counter, now)] },
});

function chargeOf(
  counter: CounterKey,
  charge: Charge,
  now: Date,
  reservationId: string,
): mongo.AnyBulkWriteOperation<AiUsageRow> {
  const { workspaceId, scope, key, period } = counter;
  return {
    updateOne: {
      filter: { _id: idOf(counter), workspaceId },
      update: {
        $inc: { ...charge },
        $pull: { reservations: { id: reservationId } },
        $setOnInsert: { scope, key, period, expiresAt: expiryOf(counter, now) },
      },
      upsert: true,
    },
  };
}

export const totalsOf = (row: Partial<Charge>): UsageTotals => ({
  calls: row.calls ?? 0,
  failures: row.failures ?? 0,
  promptTokens: row.promptTokens ?? 0,
  cachedTokens: row.cachedTokens ?? 0,
  completionTokens: row.completionTokens ?? 0,
  nanos: row.nanos ?? 0,
});
