import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import { type CrmJob, type CrmJobStatus, PROBLEMS_KEPT, type StepOutcome, sumOf } from '../domain/crm-job';
import { CRM_JOBS, type CrmJobRow } from '../schemas/crm-job.schema';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Gone once it has ended. */
const OF_ITS_WORK = { dueAt: 1, leftOut: 1, admitted: 1 } as const;
const OPEN: readonly CrmJobStatus[] = ['pending', 'running'];

@Injectable()
export class CrmJobsRepository {
  constructor(@InjectModel(CRM_JOBS) private readonly jobs: Model<CrmJobRow>) {}

  /** False when there is one of this id. */
  async insertIfNew({ id, problems, leftOut: _leftOut, ...rest }: CrmJob): Promise<boolean> {
    try {
      await this.jobs.insertOne({ _id: id, ...rest, problems: [...problems], attempts: 0, dueAt: rest.createdAt });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<CrmJob | null> {
    const row = await this.jobs.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toJob(row);
  }

  /** Newest first, without what was wrong with single rows. */
  async list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<CrmJob[]> {
    const rows = await this.jobs
      .find({ workspaceId, ...olderThan('createdAt', after) }, { problems: { $slice: 0 } })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toJob);
  }

  /** Of all workspaces, for the runner alone: the job that has waited longest; nobody else takes it before `until`. */
  async take(now: Date, until: Date): Promise<{ job: CrmJob; attempts: number } | null> {
    const row = await this.jobs
      .findOneAndUpdate(
        { dueAt: { $lte: now } },
        { $set: { status: 'running', dueAt: until }, $inc: { attempts: 1 } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean();
    return row === null ? null : { job: toJob(row), attempts: row.attempts };
  }

  /** Imports of the workspace that are under way leave these people out from now on. */
  async leaveOut(workspaceId: WorkspaceId, traces: readonly string[]): Promise<void> {
    await this.jobs.updateMany(
      { workspaceId, status: { $in: [...OPEN] }, 'task.kind': 'import' },
      { $addToSet: { leftOut: { $each: [...traces] } } },
    );
  }

  /** First in the transaction that imports somebody, so that of it and an erasure one begins again. False: they are left out. */
  async admit({ id, workspaceId }: Pick<CrmJob, 'id' | 'workspaceId'>, traces: readonly string[]): Promise<boolean> {
    const welcome = { _id: id, workspaceId, leftOut: { $nin: [...traces] } };
    const { matchedCount } = await this.jobs.updateOne(welcome, { $inc: { admitted: 1 } });
    return matchedCount === 1;
  }

  /** Null when it was cancelled, or somebody else did the step. */
  async advance(job: CrmJob, outcome: StepOutcome, at: Date): Promise<CrmJob | null> {
    const { id, workspaceId, step } = job;
    const { problems = [], cursor, isLast } = outcome;
    const ended = isLast ? { status: 'done' as const, ...endOf(at) } : { dueAt: at };
    const row = await this.jobs
      .findOneAndUpdate(
        { _id: id, workspaceId, status: 'running', step },
        {
          $set: {
            progress: sumOf(job.progress, outcome.progress),
            step: step + 1,
            attempts: 0,
            ...(cursor === undefined ? {} : { cursor }),
            ...ended,
          },
          ...(isLast ? { $unset: OF_ITS_WORK } : {}),
          $push: { problems: { $each: [...problems], $slice: PROBLEMS_KEPT } },
        },
        { returnDocument: 'after' },
      )
      .lean();
    return row === null ? null : toJob(row);
  }

  /** Null when it has ended already. */
  async end(
    { id, workspaceId }: Pick<CrmJob, 'id' | 'workspaceId'>,
    status: 'failed' | 'cancelled',
    at: Date,
  ): Promise<CrmJob | null> {
    const row = await this.jobs
      .findOneAndUpdate(
        { _id: id, workspaceId, status: { $in: [...OPEN] } },
        { $set: { status, ...endOf(at) }, $unset: OF_ITS_WORK },
        { returnDocument: 'after' },
      )
      .lean();
    return row === null ? null : toJob(row);
  }
}

const endOf = (at: Date) => ({ finishedAt: at, expiresAt: new Date(at.getTime() + KEPT_MS) });

function toJob({ _id, attempts: _a, admitted: _n, dueAt: _d, expiresAt: _e, ...rest }: CrmJobRow): CrmJob {
  return { ...rest, id: _id };
}
