import type { CompiledFlow } from '../compile/compiled-flow';
import type { PreparedNode, RateLimit } from './prepared-flow';
import type { RateWindow, SessionState } from './session-state';

/** Key of the window that counts the whole flow's messages; no node has such an id. */
const WHOLE_FLOW = '_flow';
const MINUTE = 60_000;

export interface Excess {
  limit: 'node' | 'flow';
  /** Messages sent in the present window. */
  sent: number;
  /** When the window ends. */
  until: number;
}

interface Limited {
  key: string;
  limit: RateLimit;
  of: Excess['limit'];
}

/** Why so many messages of the node may not be sent now, or null. An empty window takes any step, or it would never go. */
export function excessOf(
  state: SessionState,
  flow: CompiledFlow,
  node: PreparedNode,
  messages: number,
  now: number,
): Excess | null {
  const excesses = limitsOf(flow, node).flatMap(({ key, limit, of }): Excess[] => {
    const { startedAt, count } = windowOf(state, key, limit, now);
    const fits = count === 0 || count + messages <= limit.maxMessages;
    return fits ? [] : [{ limit: of, sent: count, until: startedAt + limit.perMinutes * MINUTE }];
  });
  return excesses.sort((a, b) => b.until - a.until)[0] ?? null;
}

/** The windows after so many messages of the node. */
export function ratesAfter(
  state: SessionState,
  flow: CompiledFlow,
  node: PreparedNode,
  messages: number,
  now: number,
): SessionState['rates'] {
  const limits = limitsOf(flow, node);
  if (limits.length === 0) return state.rates;
  const counted = limits.map(({ key, limit }) => {
    const { startedAt, count } = windowOf(state, key, limit, now);
    return [key, { startedAt, count: count + messages }] as const;
  });
  return { ...state.rates, ...Object.fromEntries(counted) };
}

function limitsOf({ settings }: CompiledFlow, { node, rateLimit }: PreparedNode): Limited[] {
  const limits: Limited[] = [];
  if (rateLimit !== undefined) limits.push({ key: node.id, limit: rateLimit, of: 'node' });
  if (settings.rateLimit !== undefined) limits.push({ key: WHOLE_FLOW, limit: settings.rateLimit, of: 'flow' });
  return limits;
}

/** The present window; it begins with the first message after the end of the one before. */
function windowOf({ rates }: SessionState, key: string, { perMinutes }: RateLimit, now: number): RateWindow {
  const window = Object.hasOwn(rates, key) ? rates[key] : undefined;
  return window !== undefined && now < window.startedAt + perMinutes * MINUTE ? window : { startedAt: now, count: 0 };
}
