import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { actorIdOf, Clock, decodeCursor, newId, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { evalReport } from '../domain/evals/eval-report';
import type { GateVerdict } from '../domain/evals/proposed-change';
import type { EvalRun } from '../domain/evals/eval-run';
import { EvalRunsRepository } from '../repositories/eval-runs.repository';
import { type ProposalWishes, Proposals } from './proposals.service';
import { EvalCases } from './eval-cases.service';
import { evalRunNotFound, noEvalCases } from './evals.errors';

/** Runs of golden sets; a job carries them out. */
@Injectable()
export class EvalRuns {
  constructor(
    private readonly runs: EvalRunsRepository,
    private readonly cases: EvalCases,
    private readonly proposals: Proposals,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** `proposed`: what is tried out. @throws DomainError EVAL.NO_CASES, EVAL.PROPOSAL_INVALID */
  async start(
    context: RequestContext,
    { set, proposed: wishes }: { set: string | null; proposed?: ProposalWishes | undefined },
    id: string = newId(this.clock.now()),
  ): Promise<EvalRun> {
    const { workspaceId } = context;
    const trial = wishes === undefined ? {} : { proposed: await this.proposals.checked(context, wishes) };
    return this.changes.run(context, async (record) => {
      const known = await this.runs.find(workspaceId, id);
      if (known !== null) return known;
      const cases = await this.cases.allOf(workspaceId, set);
      if (cases.length === 0) throw noEvalCases();
      const run = newRun(context, { id, set, cases, ...trial, createdAt: this.clock.now() });
      await this.runs.insert(run);
      await record({
        action: 'eval-run.started',
        workspaceId,
        target: id,
        details: { set: set ?? 'all', cases: cases.length, isTrial: wishes !== undefined },
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

  /** That the change of a run was made. */
  async noteApplied(context: RequestContext, run: EvalRun, { before, after }: GateVerdict): Promise<EvalRun> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      if (!(await this.runs.markApplied(run, this.clock.now()))) return;
      const details = { passedBefore: before, passedAfter: after };
      await record({ action: 'eval-run.applied', workspaceId, target: run.id, details });
    });
    return this.get(context, run.id);
  }

  /** As text for people. @throws DomainError EVAL.RUN_NOT_FOUND */
  async report(context: Pick<RequestContext, 'workspaceId'>, id: string): Promise<string> {
    const { set, results, comparison, status, baseline } = await this.get(context, id);
    const title = `${set === null ? 'All sets' : `Set ${set}`}${status === 'done' ? '' : ` (${status})`}`;
    return evalReport({ title, results, comparison, ...(baseline === undefined ? {} : { baseline }) });
  }
}

function newRun(
  context: RequestContext,
  run: Pick<EvalRun, 'id' | 'set' | 'cases' | 'createdAt' | 'proposed'>,
): EvalRun {
  const createdBy = actorIdOf(context);
  return {
    ...run,
    workspaceId: context.workspaceId,
    status: 'pending',
    results: [],
    comparison: null,
    ...(run.proposed === undefined ? {} : { baseline: [] }),
    ...(createdBy === undefined ? {} : { createdBy }),
  };
}
