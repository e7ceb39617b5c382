import type { AiScope } from './ai-scope';
import { nanosOf } from './ai-price';
import { type CounterKey, payerOf, type UsagePeriods } from './ai-usage';

/** In US dollars and tokens; null: no limit. */
export interface AiLimits {
  dailySpendUsd: number | null;
  monthlySpendUsd: number | null;
  /** Against loops. */
  conversationDailyTokens: number | null;
}

export type CapName = 'daily-spend' | 'monthly-spend' | 'conversation-tokens';

/** A limit on one counter: calls begin only below it, so that what is under way may pass it once. */
export interface Cap {
  name: CapName;
  counter: CounterKey;
  unit: 'nanos' | 'tokens';
  limit: number;
}

/** The caps that a call is held against, the narrowest first. */
export function capsOf(scope: AiScope, limits: AiLimits, { day, month }: UsagePeriods): Cap[] {
  const workspaceId = payerOf(scope);
  const ofWorkspace = (period: string): CounterKey => ({ workspaceId, scope: 'workspace', key: '', period });
  const { conversationId } = scope;
  const { conversationDailyTokens: tokens, dailySpendUsd: daily, monthlySpendUsd: monthly } = limits;
  const caps: Cap[] = [];
  if (tokens !== null && conversationId !== undefined) {
    const counter: CounterKey = { workspaceId, scope: 'conversation', key: conversationId, period: day };
    caps.push({ name: 'conversation-tokens', counter, unit: 'tokens', limit: tokens });
  }
  if (daily !== null)
    caps.push({ name: 'daily-spend', counter: ofWorkspace(day), unit: 'nanos', limit: nanosOf(daily) });
  if (monthly !== null)
    caps.push({ name: 'monthly-spend', counter: ofWorkspace(month), unit: 'nanos', limit: nanosOf(monthly) });
  return caps;
}

/** What the host allows and what the workspace allows itself: the smaller of both. */
export function strictest(limits: AiLimits, ofHost: Pick<AiLimits, 'dailySpendUsd' | 'monthlySpendUsd'>): AiLimits {
  return {
    ...limits,
    dailySpendUsd: smaller(limits.dailySpendUsd, ofHost.dailySpendUsd),
    monthlySpendUsd: smaller(limits.monthlySpendUsd, ofHost.monthlySpendUsd),
  };
}

function smaller(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
