import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, mongo } from 'mongoose';
import { isDuplicateKey, Transactions } from '../../database';
import { type JobOutcome, ScheduledJobRow } from '../schemas/scheduled-job.schema';

export interface JobTurn {
  name: string;
  owner: string;
}

export interface JobReport {
  outcome: JobOutcome;
  durationMs: number;
  errorCode?: string;
}

/** A job as the database knows it; `overdueMs` and `isRunning` by the database's clock. */
export type JobState = Omit<ScheduledJobRow, '_id'> & { name: string; overdueMs: number; isRunning: boolean };

const EPOCH = { $literal: new Date(0) };
const ownedUntil = { $ifNull: ['$ownedUntil', EPOCH] };
const nextDueAt = { $ifNull: ['$nextDueAt', EPOCH] };
const isFree = { $lte: [ownedUntil, '$$NOW'] };
/** Its worker died: who ends a run lets go of it. */
const isAbandoned = { $gt: ['$owner', null] };
const isDue = { $or: [isAbandoned, { $lte: [nextDueAt, '$$NOW'] }] };
const isRequested = { $gt: ['$requestedAt', null] };

const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });

/** Who runs which job, and how it went. Every decision is one command, by the database's clock. */
@Injectable()
export class ScheduledJobsRepository {
  private readonly rows: mongo.Collection<ScheduledJobRow>;

  constructor(
    @InjectModel(ScheduledJobRow.name) model: Model<ScheduledJobRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<ScheduledJobRow>;
  }

  /** Of these, the ones that somebody should begin now. `clusterNames` by their time, all by request. */
  async due(clusterNames: readonly string[], processNames: readonly string[]): Promise<string[]> {
    const wanted = { $or: [isRequested, { $and: [{ $in: ['$_id', { $literal: clusterNames }] }, isDue] }] };
    const filter = { _id: { $in: [...clusterNames, ...processNames] }, $expr: { $and: [isFree, wanted] } };
    const rows = await this.rows.find(filter, { projection: { _id: 1 } }).toArray();
    return rows.map(({ _id }) => _id);
  }

  /** Makes their rows, due at once; those that exist stay as they are. */
  async register(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.ensure(name)));
  }

  /** True: it is the caller's to run, for `leaseMs`. Its next time is set and the request for it is answered. */
  async take({ name, owner }: JobTurn, times: { everyMs: number; leaseMs: number }): Promise<boolean> {
    const mine = {
      owner: { $literal: owner },
      ownedUntil: fromNow(times.leaseMs),
      lastStartedAt: '$$NOW',
      nextDueAt: fromNow(times.everyMs),
    };
    const filter = { _id: name, $expr: { $and: [isFree, { $or: [isDue, isRequested] }] } };
    const result = await this.rows.updateOne(filter, [{ $set: mine }, { $unset: 'requestedAt' }]);
    return result.modifiedCount === 1;
  }

  /** False: another has it by now. */
  async keep({ name, owner }: JobTurn, leaseMs: number): Promise<boolean> {
    const result = await this.rows.updateOne({ _id: name, owner }, [{ $set: { ownedUntil: fromNow(leaseMs) } }]);
    return result.matchedCount === 1;
  }

  /** Says how it went and lets go; from an owner that lost it, nothing. `retryMs`: sooner than its next time. */
  async finish({ name, owner }: JobTurn, report: JobReport, retryMs?: number): Promise<void> {
    const sooner = retryMs === undefined ? {} : { nextDueAt: { $min: ['$nextDueAt', fromNow(retryMs)] } };
    const stages = [...finished(report), { $set: sooner }, { $unset: ['owner', 'ownedUntil'] }];
    await this.rows.updateOne({ _id: name, owner }, stages.filter(hasContent));
  }

  /** How a job went that nobody owns. */
  async note(name: string, report: JobReport): Promise<void> {
    await this.rows.updateOne({ _id: name }, finished(report));
  }

  /** Somebody wants it to run now. */
  async request(name: string): Promise<void> {
    await this.rows.updateOne({ _id: name }, [{ $set: { requestedAt: '$$NOW' } }], {
      upsert: true,
      ...this.transactions.options,
    });
  }

  async list(): Promise<JobState[]> {
    const overdueMs = { $max: [0, { $subtract: ['$$NOW', { $ifNull: ['$nextDueAt', '$$NOW'] }] }] };
    const rows = await this.rows
      .aggregate<ScheduledJobRow & { overdueMs: number; isRunning: boolean }>([
        { $set: { overdueMs, isRunning: { $gt: [ownedUntil, '$$NOW'] } } },
      ])
      .toArray();
    return rows.map(({ _id, ...rest }) => ({ ...rest, name: _id }));
  }

  private async ensure(name: string): Promise<void> {
    try {
      await this.rows.updateOne({ _id: name }, [{ $set: { nextDueAt: { $ifNull: ['$nextDueAt', '$$NOW'] } } }], {
        upsert: true,
      });
    } catch (error) {
      // Another process made it at the same moment.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

function finished({ outcome, durationMs, errorCode }: JobReport): mongo.BSON.Document[] {
  const report = { lastFinishedAt: '$$NOW', durationMs, outcome };
  if (errorCode === undefined) return [{ $set: report }, { $unset: 'errorCode' }];
  return [{ $set: { ...report, errorCode: { $literal: errorCode } } }];
}

function hasContent(stage: mongo.BSON.Document): boolean {
  return Object.keys((stage['$set'] as object | undefined) ?? stage).length > 0;
}
