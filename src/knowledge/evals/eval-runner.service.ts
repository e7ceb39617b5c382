import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { type EvalComparison, comparedWith } from '../domain/evals/compare-runs';
import type { EvalCase, EvalResult } from '../domain/evals/eval-case';
import { casesLeft } from '../domain/evals/eval-run';
import { problemsOf } from '../domain/evals/judge-case';
import type { ReplyProposal } from '../domain/reply/reply-proposal';
import { EvalRunsRepository } from '../repositories/eval-runs.repository';
import { EvalCases } from './eval-cases.service';
import { noEvalCases } from './evals.errors';
import { Replies } from '../reply/replies.service';

const AT_ONCE = 4;

/** Plays the cases of a run against the workspace's settings, knowledge and provider as they are now. */
@Injectable()
export class EvalRunner {
  constructor(
    private readonly runs: EvalRunsRepository,
    private readonly cases: EvalCases,
    private readonly replies: Replies,
    private readonly clock: Clock,
  ) {}

  /** Carries out the oldest run that is not done, from where it was interrupted. False when there is none. */
  async next(): Promise<boolean> {
    const run = await this.runs.takeOldest();
    if (run === null) return false;
    const { workspaceId } = run;
    const added = await this.play(workspaceId, casesLeft(run), (result) => this.runs.addResult(run, result));
    const before = await this.runs.lastDone(workspaceId, run.set);
    await this.runs.finish(run, comparedWith(before, [...run.results, ...added]), this.clock.now());
    return true;
  }

  /** Plays the cases now and keeps nothing. @throws DomainError EVAL.NO_CASES */
  async tryOut(
    workspaceId: WorkspaceId,
    set: string | null,
  ): Promise<{ results: EvalResult[]; comparison: EvalComparison }> {
    const cases = await this.cases.allOf(workspaceId, set);
    if (cases.length === 0) throw noEvalCases();
    const results = await this.play(workspaceId, cases, () => Promise.resolve());
    return { results, comparison: comparedWith(await this.runs.lastDone(workspaceId, set), results) };
  }

  /** A few at a time, in whatever order. */
  private async play(
    workspaceId: WorkspaceId,
    cases: readonly EvalCase[],
    done: (result: EvalResult) => Promise<void>,
  ): Promise<EvalResult[]> {
    const waiting = [...cases];
    const results: EvalResult[] = [];
    const player = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const result = await this.playOne(workspaceId, one);
        await done(result);
        results.push(result);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, player));
    return results;
  }

  private async playOne(workspaceId: WorkspaceId, one: EvalCase): Promise<EvalResult> {
    const started = this.clock.monotonic();
    const proposal = await this.replies.propose({
      workspaceId,
      purpose: 'eval',
      task: null,
      message: { text: one.message },
      history: one.history,
      summary: null,
      knowledge: {},
    });
    return resultOf(one, proposal, Math.round(this.clock.monotonic() - started));
  }
}

/** A case with what came of it. */
export function resultOf({ id, message, expect }: EvalCase, proposal: ReplyProposal, durationMs: number): EvalResult {
  const problems = problemsOf(expect, proposal);
  const { action, reason, mode, text, citations, usage } = proposal;
  return {
    caseId: id,
    message,
    passed: problems.length === 0,
    problems,
    action,
    reason,
    mode,
    text,
    citedItemIds: [...new Set(citations.map(({ itemId }) => itemId))],
    ...(usage === null ? {} : { model: usage.model }),
    durationMs,
  };
}
