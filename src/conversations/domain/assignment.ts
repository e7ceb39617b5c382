import type { UserId } from '../../shared/kernel';

export const ASSIGNMENT_RULES = ['round_robin', 'least_open'] as const;
export type AssignmentRule = (typeof ASSIGNMENT_RULES)[number];

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
