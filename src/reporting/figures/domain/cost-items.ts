import type { Counts } from './counts';

export interface Cost {
  costUsd: number;
  calls: number;
  tokens: number;
}

export interface CostItem {
  key: string;
  costUsd: number;
  tokens: number;
  /** Of a single goal: for each time that it was completed; null where it never was, or is not one alone. */
  costPerGoalUsd?: number | null;
}

export type Costs = ReadonlyMap<string, Cost>;

/** What no flow asked for. */
export const OUTSIDE = 'outside';
/** Versions of flows beyond those that are told apart. */
const OTHER = 'other';
export const NO_COST: Cost = { costUsd: 0, calls: 0, tokens: 0 };

export const sumOfCosts = (all: Iterable<Cost>): Cost =>
  [...all].reduce(
    (sum, { costUsd, calls, tokens }) => ({
      costUsd: sum.costUsd + costUsd,
      calls: sum.calls + calls,
      tokens: sum.tokens + tokens,
    }),
    NO_COST,
  );

export const itemsOf = (costs: Costs): CostItem[] =>
  [...costs].map(([key, { costUsd, tokens }]) => ({ key, costUsd, tokens }));

/** Each version of a flow, and what no flow asked for: together all that `goals`, which are of the same calls, cost. */
export function costOfFlows(flows: Costs, goals: Costs): Map<string, Cost> {
  const items = new Map(flows);
  const outside = goals.get(OUTSIDE);
  if (outside !== undefined) items.set(OUTSIDE, outside);
  const rest = lessOf(sumOfCosts(goals.values()), sumOfCosts(items.values()));
  if (rest.calls > 0) items.set(OTHER, rest);
  return items;
}

/** What is left of `all`. */
const lessOf = (all: Cost, part: Cost): Cost => ({
  costUsd: Math.max(0, all.costUsd - part.costUsd),
  calls: all.calls - part.calls,
  tokens: Math.max(0, all.tokens - part.tokens),
});

/** An estimate: by the tokens that the replies of each version took. */
export function sharedOut(cost: Cost, tokensOf: ReadonlyMap<string, number>): Map<string, Cost> {
  const all = [...tokensOf.values()].reduce((sum, tokens) => sum + tokens, 0);
  const shares = [...tokensOf].filter(([, tokens]) => tokens > 0);
  return new Map(
    shares.map(([key, tokens]) => {
      const share = tokens / all;
      return [key, { costUsd: cost.costUsd * share, calls: 0, tokens: Math.round(cost.tokens * share) }];
    }),
  );
}

/** The dearest first. */
export function added(some: Costs, others: Costs): Map<string, Cost> {
  const sums = new Map(some);
  for (const [key, cost] of others) sums.set(key, sumOfCosts([sums.get(key) ?? NO_COST, cost]));
  return new Map([...sums].sort(([a, one], [b, other]) => other.costUsd - one.costUsd || a.localeCompare(b)));
}

/** Times that a goal was completed. */
export const completionsOf = (goal: string, counts: Counts): number => counts[`goal:${goal}:completed`] ?? 0;

export const goalItems = (goals: Costs, counts: Counts): CostItem[] =>
  itemsOf(goals).map((item) => {
    const completed = completionsOf(item.key, counts);
    return { ...item, costPerGoalUsd: completed === 0 ? null : item.costUsd / completed };
  });
