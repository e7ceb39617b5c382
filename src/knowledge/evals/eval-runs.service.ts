import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { actorIdOf, Clock, decodeCursor, newId, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { evalReport } from '../domain/evals/eval-report';
import type { EvalRun } from '../domain/evals/eval-run';
import { EvalRunsRepository } from '../repositories/eval-runs.repository';
import { EvalCases } from './eval-cases.service';
import { evalRunNotFound, noEvalCases } from './evals.errors';

/** Runs of golden sets; a job carries them out. */
@Injectable()
export class EvalRuns {
  constructor(
    private readonly runs: EvalRunsRepository,
    private readonly cases: EvalCases,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError EVAL.NO_CASES */
  async start(context: RequestContext, set: string | null, id: string = newId(this.clock.now())): Promise<EvalRun> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const known = await this.runs.find(workspaceId, id);
      if (known !== null) return known;
      const cases = await this.cases.allOf(workspaceId, set);
      if (cases.length === 0) throw noEvalCases();
      const run = newRun(context, { id, set, cases, createdAt: this.clock.now() });
      await this.runs.insert(run);
      await record({
        action: 'eval-run.started',
        workspaceId,
        target: id,
        details: { set: set ?? 'all', cases: cases.length },
      });
      return run;
    });
  }

  /** Newest first, without what was asked and answered. @throws DomainError CURSOR.INVALID */
  async list({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<EvalRun>> {
    const rows = await this.runs.list(workspaceId, limit + 1, cursor === undefined ? undefined : decodeCursor(cursor));
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError EVAL.RUN_NOT_FOUND */
  async get({ workspaceId }: Pick<RequestContext, 'workspaceId'>, id: string): Promise<EvalRun> {
    const run = await this.runs.find(workspaceId, id);
    if (run === null) throw evalRunNotFound();
    return run;
  }

  /** As text for people. @throws DomainError EVAL.RUN_NOT_FOUND */
  async report(context: Pick<RequestContext, 'workspaceId'>, id: string): Promise<string> {
    const { set, results, comparison, status } = await this.get(context, id);
    const title = `${set === null ? 'All sets' : `Set ${set}`}${status === 'done' ? '' : ` (${status})`}`;
    return evalReport({ title, results, comparison });
  }
}

function newRun(context: RequestContext, run: Pick<EvalRun, 'id' | 'set' | 'cases' | 'createdAt'>): EvalRun {
  const createdBy = actorIdOf(context);
  return {
    ...run,
    workspaceId: context.workspaceId,
    status: 'pending',
    results: [],
    comparison: null,
    ...(createdBy === undefined ? {} : { createdBy }),
  };
}
