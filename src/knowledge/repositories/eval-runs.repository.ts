import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { EvalComparison } from '../domain/evals/compare-runs';
import type { EvalResult } from '../domain/evals/eval-case';
import type { EvalRun } from '../domain/evals/eval-run';
import { EVAL_RUNS, type EvalRunRow } from '../schemas/eval-run.schema';

@Injectable()
export class EvalRunsRepository {
  private readonly rows: mongo.Collection<EvalRunRow>;

  constructor(
    @InjectModel(EVAL_RUNS) model: Model<EvalRunRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<EvalRunRow>;
  }

  async insert({ id, ...run }: EvalRun): Promise<void> {
    const conversationIds = run.cases.flatMap(({ conversationId }) => conversationId ?? []);
    const { baseline, ...rest } = run;
    const before = baseline === undefined ? {} : { baseline: [...baseline] };
    const row = { _id: id, ...rest, ...before, cases: [...run.cases], results: [...run.results], conversationIds };
    await this.rows.insertOne(row, this.transactions.options);
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<EvalRun | null> {
    const row = await this.rows.findOne({ _id: id, workspaceId }, this.transactions.options);
    return row === null ? null : fromRow(row);
  }

  /** Newest first, without what was asked and answered. */
  async list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<EvalRun[]> {
    const rows = await this.rows
      .find({ workspaceId, ...olderThan('createdAt', after) })
      .project<EvalRunRow>({
        cases: { _id: 1, id: 1 },
        results: { caseId: 1, passed: 1 },
        baseline: { caseId: 1, passed: 1 },
        ...SHOWN_IN_LISTS,
      })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(fromRow);
  }

  /** The latest of the same set that is done, trials of changes left out; only which cases passed. */
  async lastDone(workspaceId: WorkspaceId, set: string | null): Promise<Pick<EvalResult, 'caseId' | 'passed'>[]> {
    const [row] = await this.rows
      .find({ workspaceId, set, status: 'done', proposed: { $exists: false } })
      .project<Pick<EvalRunRow, 'results'>>({ 'results.caseId': 1, 'results.passed': 1 })
      .sort({ finishedAt: -1 })
      .limit(1)
      .toArray();
    return row?.results ?? [];
  }

  /** Of all workspaces, for the job alone: the oldest that is not done; it is running from now on. */
  async takeOldest(): Promise<EvalRun | null> {
    const row = await this.rows.findOneAndUpdate(
      { status: { $in: ['pending', 'running'] } },
      { $set: { status: 'running' } },
      { sort: { createdAt: 1 }, returnDocument: 'after' },
    );
    return row === null ? null : fromRow(row);
  }

  /** A result that is there already is not added again. */
  async addResult(
    { workspaceId, id }: Pick<EvalRun, 'workspaceId' | 'id'>,
    to: 'results' | 'baseline',
    result: EvalResult,
  ): Promise<void> {
    const filter = { _id: id, workspaceId, [`${to}.caseId`]: { $ne: result.caseId } };
    await this.rows.updateOne(filter, { $push: { [to]: result } });
  }

  /** False when it was done before. */
  async markApplied({ workspaceId, id }: Pick<EvalRun, 'workspaceId' | 'id'>, at: Date): Promise<boolean> {
    const { modifiedCount } = await this.rows.updateOne(
      { _id: id, workspaceId, status: 'done', appliedAt: { $exists: false } },
      { $set: { appliedAt: at } },
      this.transactions.options,
    );
    return modifiedCount === 1;
  }

  async finish(
    { workspaceId, id }: Pick<EvalRun, 'workspaceId' | 'id'>,
    comparison: EvalComparison,
    finishedAt: Date,
  ): Promise<void> {
    await this.rows.updateOne({ _id: id, workspaceId }, { $set: { status: 'done', comparison, finishedAt } });
  }
}

const SHOWN_IN_LISTS = {
  workspaceId: 1,
  set: 1,
  status: 1,
  comparison: 1,
  createdBy: 1,
  createdAt: 1,
  finishedAt: 1,
  proposed: 1,
  appliedAt: 1,
} as const;

function fromRow({ _id, workspaceId, conversationIds: _from, ...rest }: EvalRunRow): EvalRun {
  return { ...rest, id: _id, workspaceId: workspaceId as WorkspaceId };
}
