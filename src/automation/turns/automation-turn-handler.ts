import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type JsonObject,
  type LaneView,
  type TaskDraft,
  type TaskOutcome,
  type TurnChange,
  type TurnDecision,
  TurnHandler,
} from '../../conversations';
import { Contributions } from '../../shared/kernel';
import { ActiveAutomations } from '../instances/active-automations';
import { type AutomationContext, flowKey } from '../domain/active-instance';
import { type AutomationRun, readState } from '../domain/automation-state';
import { type AutomationTurn, decideTurn } from '../domain/decide-turn';
import { TaskExecutors } from '../executors/task-executors';
import { RunnableFlows } from '../instances/runnable-flows';
import { TurnRecording } from './turn-recording';
import { TurnSurroundings } from './turn-surroundings';

/** Lets automations answer: conversations ask it at every turn. */
@Injectable()
export class AutomationTurnHandler extends TurnHandler<AutomationContext> implements OnModuleInit {
  constructor(
    private readonly automations: ActiveAutomations,
    private readonly flows: RunnableFlows,
    private readonly surroundings: TurnSurroundings,
    private readonly recording: TurnRecording,
    private readonly executors: TaskExecutors,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TurnHandler, this);
  }

  override async prepare(
    lane: LaneView,
    state: JsonObject | null,
    turn: { hasVoice: boolean },
  ): Promise<AutomationContext> {
    const { running, ended } = readState(state);
    const cached = await this.automations.of(lane.workspaceId);
    // Its automation may be so new that this process does not know it yet: only the database may end a session.
    const isUnknown = running !== null && !cached.rows.has(running.instanceId);
    const { rows, ...active } = isUnknown ? await this.automations.read(lane.workspaceId) : cached;
    const runs = [running, ended].filter((run) => run !== null);
    const flows = await this.withFlowsOf(runs, active.flows, rows);
    return { ...active, flows, ...(await this.surroundings.of(lane, flows, turn)) };
  }

  override decide(context: AutomationContext, turn: AutomationTurn): TurnDecision {
    return decideTurn(context, turn);
  }

  override record(lane: LaneView, change: TurnChange): Promise<void> {
    return this.recording.record(lane, change);
  }

  override runTask(lane: LaneView, task: TaskDraft): Promise<TaskOutcome> {
    return this.executors.run(lane, task);
  }

  /** Sessions may run older versions than their automations start. */
  private async withFlowsOf(
    runs: readonly AutomationRun[],
    flows: AutomationContext['flows'],
    rows: Awaited<ReturnType<ActiveAutomations['of']>>['rows'],
  ): Promise<AutomationContext['flows']> {
    const missing = runs.flatMap(({ instanceId, flow: { versionId } }) => {
      const key = flowKey(instanceId, versionId);
      const row = rows.get(instanceId);
      return flows.has(key) || row === undefined ? [] : [{ key, row, versionId }];
    });
    if (missing.length === 0) return flows;
    const found = await Promise.all(
      missing.map(async ({ key, row, versionId }) => [key, await this.flows.runnable(row, versionId)] as const),
    );
    return new Map([...flows, ...found]);
  }
}
