import { Injectable } from '@nestjs/common';
import { EscalationsFacade } from '../../escalations';
import { bindConfig, definitionInvalid, FlowChecks, FlowDraftsService } from '../../flows';
import type { BusinessHours, WorkspaceId } from '../../shared/kernel';
import { businessHours, language, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { automationNotFound, configInvalid } from '../automation.errors';
import { type ActiveInstance, activeSet, flowKey } from '../domain/active-instance';
import { readState } from '../domain/automation-state';
import { AutomationInstancesRepository } from '../repositories/automation-instances.repository';
import { RunnableFlows } from '../instances/runnable-flows';
import type { AutomationInstanceRow } from '../schemas/automation-instance.schema';
import { worldOfFlow } from './domain/run-flow-tests';
import type { Unavailable, UnavailableReason } from './domain/simulation-view';
import type { SimulatedWorld } from './domain/virtual-lane';
import type { VirtualLaneState } from './domain/virtual-lane-state';
import type { SimulationTarget } from './schemas/simulation.schema';

export interface FoundWorld {
  world: SimulatedWorld;
  /** Automations of the workspace that are not asked, and why. */
  unavailable: Unavailable[];
}

interface Automations {
  rows: readonly AutomationInstanceRow[];
  instances: readonly ActiveInstance[];
  unavailable: Unavailable[];
}

type DraftTarget = Extract<SimulationTarget, { kind: 'draft' }>;

/** Of all automations of a workspace, so many take part: the newest. */
const MAX_AUTOMATIONS = 500;
const READER = 'automation.simulator';

/** Which automations answer in a simulation: as they are now, also in demo mode. */
@Injectable()
export class SimulatedWorlds {
  private readonly hours: SettingsReader<BusinessHours>;
  private readonly language: SettingsReader<{ defaultLanguage: string }>;

  constructor(
    private readonly instances: AutomationInstancesRepository,
    private readonly flows: RunnableFlows,
    private readonly drafts: FlowDraftsService,
    private readonly checks: FlowChecks,
    private readonly escalations: EscalationsFacade,
    settings: WorkspaceSettings,
  ) {
    this.hours = settings.reader(businessHours, READER, ['timeZone', 'weekly', 'exceptions']);
    this.language = settings.reader(language, READER, ['defaultLanguage']);
  }

  /** @throws DomainError AUTOMATION.NOT_FOUND, FLOWS.DRAFT_NOT_FOUND, FLOWS.DEFINITION_INVALID, AUTOMATION.CONFIG_INVALID */
  async of(workspaceId: WorkspaceId, target: SimulationTarget, lane: VirtualLaneState): Promise<FoundWorld> {
    if (target.kind === 'draft') return { world: await this.ofDraft(target), unavailable: [] };
    const found =
      target.kind === 'automation'
        ? await this.oneAutomation(workspaceId, target.instanceId)
        : await this.allAutomations(workspaceId);
    const active = activeSet(found.instances);
    const flows = await this.withSessions(active.flows, found.rows, lane);
    const [hours, { defaultLanguage }, handoffHold] = await Promise.all([
      this.hours.of(workspaceId),
      this.language.of(workspaceId),
      this.escalations.holdRuleOf(workspaceId),
    ]);
    const world = { ...active, flows, hours, language: defaultLanguage, handoffHold };
    return { world, unavailable: found.unavailable };
  }

  /** A preview: also of an automation that is off. */
  private async oneAutomation(workspaceId: WorkspaceId, instanceId: string): Promise<Automations> {
    const row = await this.instances.findById(workspaceId, instanceId);
    if (row === null) throw automationNotFound();
    return { rows: [row], instances: [await this.flows.activeInstance(row)], unavailable: [] };
  }

  private async allAutomations(workspaceId: WorkspaceId): Promise<Automations> {
    const newest = await this.instances.list(workspaceId, MAX_AUTOMATIONS);
    const rows = newest.filter(({ isActive, templateArchived }) => isActive && !templateArchived).reverse();
    const instances = await Promise.all(rows.map((row) => this.flows.activeInstance(row)));
    const lost = instances.filter(({ runs }) => runs === null);
    return {
      rows,
      instances,
      unavailable: [
        ...newest
          .filter(({ templateArchived }) => templateArchived)
          .map((row) => unavailable(row, 'template_archived')),
        ...newest
          .filter(({ isActive, templateArchived }) => !isActive && !templateArchived)
          .map((row) => unavailable(row, 'switched_off')),
        ...lost.map(({ id, name }) => unavailable({ _id: id, name }, 'cannot_run')),
      ],
    };
  }

  private async ofDraft({ draftId, config }: DraftTarget): Promise<SimulatedWorld> {
    const check = await this.checks.check(await this.drafts.get(draftId));
    if (!check.ok) throw definitionInvalid(check.problems);
    const { flow, exposedFields } = check.content;
    const bound = bindConfig(flow, exposedFields, config);
    if (!bound.ok) throw configInvalid(bound.problems);
    return worldOfFlow(bound, draftId);
  }

  /** Sessions may run older versions than their automations start. */
  private async withSessions(
    flows: SimulatedWorld['flows'],
    rows: readonly AutomationInstanceRow[],
    { turnState }: VirtualLaneState,
  ): Promise<SimulatedWorld['flows']> {
    const { running, ended } = readState(turnState);
    const all = new Map(flows);
    for (const run of [running, ended]) {
      const row = rows.find(({ _id }) => _id === run?.instanceId);
      if (run === null || row === undefined) continue;
      const key = flowKey(run.instanceId, run.flow.versionId);
      if (!all.has(key)) all.set(key, await this.flows.runnable(row, run.flow.versionId));
    }
    return all;
  }
}

function unavailable(
  { _id, name }: Pick<AutomationInstanceRow, '_id' | 'name'>,
  outcome: UnavailableReason,
): Unavailable {
  return { instanceId: _id, automation: name, outcome };
}
