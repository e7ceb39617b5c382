import { Injectable } from '@nestjs/common';
import { AsyncContext, Contributions, type WorkspaceId } from '../../shared/kernel';
import { SettingsFollower, SettingsGroup, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { GATED_GROUPS, type GateMode } from '../domain/evals/proposed-change';
import type { KnowledgeItem } from '../domain/knowledge-item';
import { EvalCasesRepository } from '../repositories/eval-cases.repository';
import { evalGateSettings, type EvalGateSettings } from './eval-gate-settings';
import { changeIsGated } from './evals.errors';

interface ItemStates {
  before?: KnowledgeItem | undefined;
  after?: KnowledgeItem | undefined;
}

/**
 * Keeps changes of how the assistant answers from being made past the golden sets, where the workspace wants it so. Without
 * a case there is nothing to try them on, and they pass.
 */
@Injectable()
export class EvalGate extends SettingsFollower {
  override readonly groups = GATED_GROUPS;
  private readonly settings: SettingsReader<EvalGateSettings>;
  private readonly tried = new AsyncContext<true>();

  constructor(
    contributions: Contributions,
    settings: WorkspaceSettings,
    private readonly cases: EvalCasesRepository,
  ) {
    super();
    contributions.provide(SettingsGroup, evalGateSettings);
    contributions.provide(SettingsFollower, this);
    this.settings = settings.reader(evalGateSettings, 'knowledge.evals', ['mode']);
  }

  async modeOf(workspaceId: WorkspaceId): Promise<GateMode> {
    return (await this.settings.of(workspaceId)).mode;
  }

  /** What is changed within has been tried. */
  open<T>(change: () => Promise<T>): Promise<T> {
    return this.tried.run(true, change);
  }

  /** Settings, in the transaction of their change. @throws DomainError EVAL.CHANGE_GATED */
  override apply(workspaceId: WorkspaceId): Promise<void> {
    return this.check(workspaceId);
  }

  /** An item, in the transaction of its change. @throws DomainError EVAL.CHANGE_GATED */
  async checkItem(workspaceId: WorkspaceId, states: ItemStates): Promise<void> {
    if (changesAnswers(states)) await this.check(workspaceId);
  }

  private async check(workspaceId: WorkspaceId): Promise<void> {
    if (this.tried.current === true || (await this.modeOf(workspaceId)) === 'off') return;
    if ((await this.cases.count(workspaceId)) > 0) throw changeIsGated();
  }
}

/** Tags and titles of what is not searched change nothing. */
function changesAnswers({ before, after }: ItemStates): boolean {
  const was = before?.active === true;
  const is = after?.active === true;
  return was !== is || (is && before?.version !== after?.version);
}
