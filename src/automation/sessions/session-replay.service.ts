import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../conversations';
import {
  bindConfig,
  type CompiledFlow,
  definitionInvalid,
  type ExposedField,
  FlowChecks,
  FlowDraftsService,
} from '../../flows';
import type { RequestContext } from '../../shared/kernel';
import { AutomationSessions } from './automation-sessions.service';
import { replayUnavailable } from '../automation.errors';
import type { ExplainedStep } from '../domain/explanation';
import { compare, type ComparedStep, type FlowOf, inOrder, replay, type ReplayedStep } from '../domain/replay';
import { TurnRecordsRepository } from '../repositories/turn-records.repository';
import { RunnableFlows } from '../instances/runnable-flows';

export interface ReplayWish {
  /** A flow to run the same events in. */
  definition?: JsonObject;
  /** The draft to take the flow from. */
  draftId?: string;
}

export interface SessionReplay {
  sessionId: string;
  /** Every step is on record and could be run again. */
  complete: boolean;
  /** Every step that was run again led to the same. */
  same: boolean;
  steps: ReplayedStep[];
  /** In the other flow, if one was named. */
  comparison: ComparedStep[] | null;
}

type Tenant = Pick<RequestContext, 'workspaceId'>;

/** Runs a session again on the events it was given then: nothing is sent, written or asked for. */
@Injectable()
export class SessionReplays {
  constructor(
    private readonly sessions: AutomationSessions,
    private readonly records: TurnRecordsRepository,
    private readonly flows: RunnableFlows,
    private readonly drafts: FlowDraftsService,
    private readonly checks: FlowChecks,
  ) {}

  /**
   * @throws DomainError AUTOMATION.SESSION_NOT_FOUND, AUTOMATION.REPLAY_UNAVAILABLE when nothing is on record any more,
   * FLOWS.DRAFT_NOT_FOUND, FLOWS.DEFINITION_INVALID
   */
  async replay({ workspaceId }: Tenant, sessionId: string, wish: ReplayWish): Promise<SessionReplay> {
    await this.sessions.get({ workspaceId }, sessionId);
    const rows = await this.records.ofSession(workspaceId, sessionId);
    const recorded = rows.flatMap(({ steps }) => steps.filter((step) => step.sessionId === sessionId));
    if (inOrder(recorded).steps.length === 0) throw replayUnavailable();
    const flowOf = await this.flowsOf(recorded);
    const other = await this.otherFlow(wish, recorded);
    const { complete, steps } = replay(recorded, flowOf);
    const same = steps.every((step) => step.same);
    const comparison = other === null ? null : compare(recorded, flowOf, other);
    return { sessionId, complete, same, steps, comparison };
  }

  /** Every version with every config that the session has seen. */
  private async flowsOf(recorded: readonly ExplainedStep[]): Promise<FlowOf> {
    const known = new Map<string, CompiledFlow | null>();
    const configs = configsOf(recorded);
    for (const versionId of versionsOf(recorded))
      for (const config of configs)
        known.set(keyOf(versionId, config), (await this.flows.withConfig(versionId, config))?.flow ?? null);
    return (versionId, config) => known.get(keyOf(versionId, config)) ?? null;
  }

  private async otherFlow(wish: ReplayWish, recorded: readonly ExplainedStep[]): Promise<CompiledFlow | null> {
    const other = await this.otherContent(wish);
    if (other === null) return null;
    const check = await this.checks.check({ ...other, display: {}, tests: [] });
    if (!check.ok) throw definitionInvalid(check.problems);
    return configured(check.content, configsOf(recorded)[0] ?? {});
  }

  private async otherContent({ definition, draftId }: ReplayWish) {
    if (definition !== undefined) return { definition, exposedFields: [] };
    return draftId === undefined ? null : this.drafts.get(draftId);
  }
}

/** With values that do not fit, the flow runs on its own. */
function configured(
  { flow, exposedFields }: { flow: CompiledFlow; exposedFields: ExposedField[] },
  config: JsonObject,
): CompiledFlow {
  const bound = bindConfig(flow, exposedFields, config);
  return bound.ok ? bound.flow : flow;
}

const configsOf = (steps: readonly ExplainedStep[]): JsonObject[] =>
  steps.flatMap(({ basis }) => (basis.config === undefined ? [] : [basis.config]));

function versionsOf(steps: readonly ExplainedStep[]): string[] {
  const ids = steps.flatMap(({ versionId, event }) =>
    event.kind === 'moved' ? [versionId, event.toVersionId] : [versionId],
  );
  return [...new Set(ids)];
}

const keyOf = (versionId: string, config: JsonObject): string => `${versionId}:${JSON.stringify(config)}`;
