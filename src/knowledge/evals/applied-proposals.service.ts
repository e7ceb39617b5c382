import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../shared/kernel';
import { SettingsService } from '../../workspace';
import type { EvalRun } from '../domain/evals/eval-run';
import { mayApply, type ProposedChange, type ProposedSettings, verdictOn } from '../domain/evals/proposed-change';
import { KnowledgeItems } from '../items/knowledge-items.service';
import { EvalGate } from './eval-gate.service';
import { EvalRuns } from './eval-runs.service';
import { evalRunNotDone, nothingProposed, passRateLowered } from './evals.errors';

/** Makes changes that were tried out. */
@Injectable()
export class AppliedProposals {
  constructor(
    private readonly runs: EvalRuns,
    private readonly gate: EvalGate,
    private readonly settings: SettingsService,
    private readonly items: KnowledgeItems,
  ) {}

  /**
   * The same again changes nothing. @throws DomainError EVAL.RUN_NOT_FOUND, EVAL.NOTHING_PROPOSED, EVAL.RUN_NOT_DONE,
   * EVAL.PASS_RATE_LOWERED, SETTINGS.VERSION_CONFLICT, KNOWLEDGE.ITEM_NOT_FOUND
   */
  async apply(context: RequestContext, runId: string, confirmed: boolean): Promise<EvalRun> {
    const { workspaceId } = context;
    const run = await this.runs.get(context, runId);
    const { proposed, appliedAt, status, baseline = [], results } = run;
    if (proposed === undefined) throw nothingProposed();
    if (appliedAt !== undefined) return run;
    if (status !== 'done') throw evalRunNotDone();
    const verdict = verdictOn(baseline, results);
    const mode = await this.gate.modeOf(workspaceId);
    if (!mayApply(verdict, mode, confirmed)) throw passRateLowered(verdict, mode !== 'refuse');
    await this.make(context, proposed);
    return this.runs.noteApplied(context, run, verdict);
  }

  /** Part by part; what was made before a crash is left as it is. */
  make(context: RequestContext, { settings, activate, deactivate }: ProposedChange): Promise<void> {
    return this.gate.open(async () => {
      for (const change of settings) await this.set(context, change);
      for (const itemId of deactivate) await this.items.change(context, context.workspaceId, itemId, { active: false });
      for (const itemId of activate) await this.items.change(context, context.workspaceId, itemId, { active: true });
    });
  }

  private async set(context: RequestContext, { group, values, version }: ProposedSettings): Promise<void> {
    const now = await this.settings.read(context, group);
    const known = now.values as Readonly<Record<string, unknown>>;
    const stands = Object.entries(values).every(
      ([field, value]) => value !== null && isDeepStrictEqual(known[field], value),
    );
    if (now.version === version || !stands) await this.settings.update(context, group, { values, version });
  }
}
