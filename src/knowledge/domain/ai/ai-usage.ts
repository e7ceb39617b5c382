import type { AiScope } from './ai-scope';

/** By what spending is told apart. */
export const USAGE_SCOPES = ['workspace', 'conversation', 'node', 'flow', 'goal', 'model', 'purpose'] as const;
export type UsageScope = (typeof USAGE_SCOPES)[number];

/** The platform itself, where a call belongs to no workspace. */
export const PLATFORM_PAYER = 'platform';

/** In place of a goal, of calls that no flow asked for. So the goals of a day add up to all of it, or it is of an earlier version. */
export const OUTSIDE_FLOWS = 'outside';

/** One counter: of a payer, a thing and a time. */
export interface CounterKey {
  workspaceId: string;
  scope: UsageScope;
  /** Of the conversation, node, flow's version, goal, model or purpose; empty for the workspace. */
  key: string;
  /** `YYYY-MM-DD` or `YYYY-MM`, by the clocks of the workspace. */
  period: string;
}

export interface UsagePeriods {
  day: string;
  month: string;
}

/** What a call adds to each counter. */
export interface Charge {
  /** 0 or 1 each. */
  calls: number;
  failures: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  nanos: number;
}

/** The counters that a call is charged to. Months are kept for the workspace as a whole only. */
export function countersOf(scope: AiScope, model: string, { day, month }: UsagePeriods): CounterKey[] {
  const { conversationId, flow } = scope;
  const workspaceId = payerOf(scope);
  const ofDay = (name: UsageScope, key: string): CounterKey => ({ workspaceId, scope: name, key, period: day });
  return [
    ofDay('workspace', ''),
    { workspaceId, scope: 'workspace', key: '', period: month },
    ofDay('model', model),
    ofDay('purpose', scope.purpose),
    ofDay('goal', flow?.goal ?? OUTSIDE_FLOWS),
    ...(conversationId === undefined ? [] : [ofDay('conversation', conversationId)]),
    ...(flow === undefined ? [] : [ofDay('flow', flow.versionId), ofDay('node', `${flow.versionId}:${flow.nodeId}`)]),
  ];
}

export const payerOf = ({ workspaceId }: Pick<AiScope, 'workspaceId'>): string => workspaceId ?? PLATFORM_PAYER;
