import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { type EvalComparison, comparedWith } from '../domain/evals/compare-runs';
import type { EvalCase, EvalResult } from '../domain/evals/eval-case';
import { casesLeft, type EvalRun } from '../domain/evals/eval-run';
import type { ProposedChange } from '../domain/evals/proposed-change';
import { EvalRunsRepository } from '../repositories/eval-runs.repository';
import { EvalCases } from './eval-cases.service';
import { EvalPlayer } from './eval-player.service';
import { noEvalCases } from './evals.errors';

const AT_ONCE = 4;

interface Playing {
  cases: readonly EvalCase[];
  proposed?: ProposedChange | undefined;
  done?: (result: EvalResult) => Promise<void>;
}

export interface TriedOut {
  results: EvalResult[];
  comparison: EvalComparison;
  /** As things are; present where a change was tried out. */
  baseline?: EvalResult[];
}

/** Plays the cases of a run against the workspace's settings, knowledge and provider as they are now, or would be. */
@Injectable()
export class EvalRunner {
  constructor(
    private readonly runs: EvalRunsRepository,
    private readonly cases: EvalCases,
    private readonly player: EvalPlayer,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Carries out the oldest run that is not done, from where it was interrupted. False when there is none. */
  async next(): Promise<boolean> {
    const run = await this.runs.takeOldest();
    if (run === null) return false;
    const { workspaceId, proposed } = run;
    await this.tell(run, 'running');
    const before = await this.before(run);
    const added = await this.play(workspaceId, {
      cases: casesLeft(run),
      proposed,
      done: (result) => this.runs.addResult(run, 'results', result),
    });
    await this.runs.finish(run, comparedWith(before, [...run.results, ...added]), this.clock.now());
    await this.tell(run, 'done');
    return true;
  }

  /** Plays the cases now and keeps nothing. @throws DomainError EVAL.NO_CASES */
  async tryOut(workspaceId: WorkspaceId, set: string | null, proposed?: ProposedChange): Promise<TriedOut> {
    const cases = await this.cases.allOf(workspaceId, set);
    if (cases.length === 0) throw noEvalCases();
    const baseline = proposed === undefined ? undefined : await this.play(workspaceId, { cases });
    const results = await this.play(workspaceId, { cases, proposed });
    const before = baseline ?? (await this.runs.lastDone(workspaceId, set));
    return { results, comparison: comparedWith(before, results), ...(baseline === undefined ? {} : { baseline }) };
  }

  /** What a run is compared with: the one before, or for a proposed change, how things are. */
  private async before(run: EvalRun): Promise<Pick<EvalResult, 'caseId' | 'passed'>[]> {
    const { workspaceId, set, proposed, cases, baseline = [] } = run;
    if (proposed === undefined) return this.runs.lastDone(workspaceId, set);
    const added = await this.play(workspaceId, {
      cases: casesLeft({ cases, results: baseline }),
      done: (result) => this.runs.addResult(run, 'baseline', result),
    });
    return [...baseline, ...added];
  }

  /** For lists of runs; whoever shows one asks how far it is. */
  private async tell({ id: subjectId, workspaceId }: EvalRun, change: 'running' | 'done'): Promise<void> {
    const at = this.clock.now();
    const data = { resource: 'eval-run', change };
    await this.events.publish([{ id: newId(at), type: 'eval.changed', workspaceId, at, subjectId, data }]);
  }

  /** A few at a time, in whatever order. */
  private async play(workspaceId: WorkspaceId, { cases, proposed, done }: Playing): Promise<EvalResult[]> {
    const waiting = [...cases];
    const results: EvalResult[] = [];
    const player = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const result = await this.player.play(workspaceId, one, proposed);
        await done?.(result);
        results.push(result);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, player));
    return results;
  }
}
