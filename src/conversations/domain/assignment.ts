import type { ConversationId, UserId } from '../../shared/kernel';

export const ASSIGNMENT_RULES = ['round_robin', 'least_open'] as const;
export type AssignmentRule = (typeof ASSIGNMENT_RULES)[number];

/** A conversation that was given to somebody and may not show yet that they have it. */
export interface AssignmentPick {
  userId: UserId;
  conversationId: ConversationId;
  at: Date;
}

/** After this time it shows, or the assignment did not come about. */
export const PICK_COUNTS_MS = 10_000;
const PICKS_MAX = 200;

export const picksThatCount = (picks: readonly AssignmentPick[], now: Date): AssignmentPick[] =>
  picks.filter(({ at }) => now.getTime() - at.getTime() < PICK_COUNTS_MS).slice(-PICKS_MAX);

/** `open`: without the conversations of the picks. */
export function openWithPicks(
  open: ReadonlyMap<UserId, number>,
  picks: readonly AssignmentPick[],
): Map<UserId, number> {
  const all = new Map(open);
  const last = new Map(picks.map(({ conversationId, userId }) => [conversationId, userId]));
  for (const userId of last.values()) all.set(userId, (all.get(userId) ?? 0) + 1);
  return all;
}

/** `turn`: how many were given out before; candidates come in an order of their own that stays. */
export const inTurn = (candidates: readonly UserId[], turn: number): UserId | null =>
  candidates[turn % Math.max(1, candidates.length)] ?? null;

/** Who has the fewest open ones; of several, whose turn it is. */
export function leastBusy(
  candidates: readonly UserId[],
  open: ReadonlyMap<UserId, number>,
  turn: number,
): UserId | null {
  const fewest = Math.min(...candidates.map((userId) => open.get(userId) ?? 0));
  return inTurn(
    candidates.filter((userId) => (open.get(userId) ?? 0) === fewest),
    turn,
  );
}
