import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type JsonObject,
  type LaneView,
  type TaskDraft,
  type TaskOutcome,
  type TurnDecision,
  TurnHandler,
} from '../conversations';
import { EscalationsFacade } from '../escalations';
import { FlowsService, LOOKUP_PROFILE } from '../flows';
import { InstagramFacade } from '../instagram';
import { Contributions, DomainError } from '../shared/kernel';
import { ActiveAutomations } from './active-automations';
import type { AutomationContext } from './domain/active-instance';
import { type AutomationState, readState } from './domain/automation-state';
import { type AutomationTurn, decideTurn } from './domain/decide-turn';
import { OPEN_ESCALATION } from './domain/decision';
import { changedRecords } from './domain/session-record';
import { SessionJournal } from './session-journal';

/** Lets automations answer: conversations ask it at every turn. */
@Injectable()
export class AutomationTurnHandler extends TurnHandler<AutomationContext> implements OnModuleInit {
  constructor(
    private readonly automations: ActiveAutomations,
    private readonly flows: FlowsService,
    private readonly sessions: SessionJournal,
    private readonly escalations: EscalationsFacade,
    private readonly instagram: InstagramFacade,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TurnHandler, this);
  }

  override async prepare(lane: LaneView, state: JsonObject | null): Promise<AutomationContext> {
    const { running, ended } = readState(state);
    const isMissing = ({ instances }: AutomationContext) =>
      running !== null && !instances.some(({ id }) => id === running.instanceId);
    const cached = await this.automations.of(lane.workspaceId);
    // Its automation may be so new that this process does not know it yet: only the database may end a session.
    const current = isMissing(cached) ? await this.automations.read(lane.workspaceId) : cached;
    const versionIds = [running, ended].flatMap((run) => (run === null ? [] : [run.flow.versionId]));
    return this.withFlows(current, versionIds);
  }

  override decide(context: AutomationContext, turn: AutomationTurn): TurnDecision {
    const trace = this.sessions.newTrace();
    const decision = decideTurn(context, trace === undefined ? turn : { ...turn, trace });
    if (trace !== undefined) this.sessions.noteSteps(turn, trace);
    return decision;
  }

  override async record(
    lane: LaneView,
    change: { before?: JsonObject | null; after: JsonObject | null },
  ): Promise<void> {
    const after = readState(change.after);
    const before = change.before === undefined ? undefined : readState(change.before);
    await this.sessions.write(lane.workspaceId, lane.conversationId, changedRecords(before, after));
    if (before === undefined) await this.closeForgotten(lane, after);
  }

  override async runTask(lane: LaneView, task: TaskDraft): Promise<TaskOutcome> {
    switch (task.kind) {
      case LOOKUP_PROFILE:
        return this.lookupProfile(lane);
      case OPEN_ESCALATION:
        return this.openEscalation(lane, task);
      default:
        return { ok: false, error: `There is no task "${task.kind}".` };
    }
  }

  private async withFlows(context: AutomationContext, versionIds: readonly string[]): Promise<AutomationContext> {
    const missing = [...new Set(versionIds)].filter((versionId) => !context.flows.has(versionId));
    if (missing.length === 0) return context;
    const found = await Promise.all(
      missing.map(async (versionId) => [versionId, await this.flows.compiledVersion(versionId)] as const),
    );
    return { ...context, flows: new Map([...context.flows, ...found]) };
  }

  /** After a crash between commit and record, a session may have left the state before its row heard of its end. */
  private async closeForgotten(lane: LaneView, after: AutomationState): Promise<void> {
    const known = changedRecords(undefined, after);
    const newest = Math.max(...known.map(({ startedAt }) => startedAt.getTime()));
    if (known.length === 0) return;
    const sessionIds = known.map(({ sessionId }) => sessionId);
    await this.sessions.closeForgotten(lane.workspaceId, lane.conversationId, {
      sessionIds,
      startedBefore: new Date(newest),
    });
  }

  private async lookupProfile({ workspaceId, accountId, participantId }: LaneView): Promise<TaskOutcome> {
    const profile = await this.instagram.lookupProfile(workspaceId, accountId, participantId);
    if (profile === null) return { ok: false, error: 'The profile is not available.' };
    const { name, username } = profile;
    return {
      ok: true,
      value: { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) },
    };
  }

  private async openEscalation(
    { workspaceId, conversationId }: LaneView,
    { id, input }: TaskDraft,
  ): Promise<TaskOutcome> {
    const { escalationId } = await this.escalations.open({
      workspaceId,
      conversationId,
      sourceId: id,
      reason: textOf(input, 'reason'),
      summary: textOf(input, 'summary'),
      at: new Date(textOf(input, 'at')),
    });
    return { ok: true, value: { escalationId } };
  }
}

function textOf(input: JsonObject, field: string): string {
  const value = input[field];
  if (typeof value === 'string') return value;
  throw new DomainError('AUTOMATION.TASK_MALFORMED', 'internal', `The task lacks "${field}".`);
}
