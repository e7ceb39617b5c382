import { NO_EVENTS, sizeOf, type EventSet } from './event-set';
import { At, type State, type Worker } from './state';
import type { World } from './world';

/** The consumed ids that this turn's commit may not drop. All others leave at once: the worst case for them. */
export function idsThatStay(state: State, worker: Worker, world: World): EventSet {
  const { rules } = world;
  const { ring } = state.conversation;
  if (worker.findFull && rules.ringKeepsIdsWhenFindIsFull) return ring;
  const returned = rules.ringKeepsReturnedIds ? worker.found : NO_EVENTS;
  return ring & (returned | youngIds(state, worker, world));
}

/**
 * The rule of ages: an id leaves after 60 s, a find is of no use after 10 s. So while a find is of use, the ids consumed
 * since are young. Where a find older than a commit is discarded, ages are not needed.
 */
function youngIds(state: State, worker: Worker, { rules }: World): EventSet {
  if (rules.findOlderThanACommitIsDiscarded) return NO_EVENTS;
  const withFind = state.workers.filter((other) => other === worker || other.at === At.LeaseAndFind);
  return withFind.reduce((ids, other) => ids | other.consumedSinceFind, NO_EVENTS);
}

export function idRoom(state: State, worker: Worker, world: World): number {
  return world.bounds.ringCapacity - sizeOf(idsThatStay(state, worker, world));
}

/** The ring after a commit. Without the rule that a full ring takes fewer events, the oldest ids are pushed out. */
export function ringAfter(state: State, worker: Worker, consumed: EventSet, world: World): EventSet {
  const stay = idsThatStay(state, worker, world);
  const overflow = sizeOf(stay | consumed) > world.bounds.ringCapacity;
  return overflow ? consumed : stay | consumed;
}

/** The other worker's find, if it still awaits its lease, is now older than a commit. */
export function noteCommit(state: State, committer: Worker, consumed: EventSet, { rules }: World): void {
  for (const other of state.workers) {
    if (other === committer || other.at !== At.LeaseAndFind || !other.secondAnswered) continue;
    if (rules.findOlderThanACommitIsDiscarded) other.findOutdated = true;
    else other.consumedSinceFind |= consumed;
  }
}
