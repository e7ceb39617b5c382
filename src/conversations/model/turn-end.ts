import { endLease, workerOf } from './conversation-document';
import { describe, has, type EventSet } from './event-set';
import { At, idleWorker, type State } from './state';
import { settleEvents } from './event-records';
import { checkDeadline } from './send-attempt';
import { step, violate, type StateMove, type World } from './world';

/** Marks events done; a head that the commit claimed may be sent before or after. */
export function markDone(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const mark = step(
    () => `W${index + 1} marks ${describe(worker.settled)} done`,
    (next) => {
      settleEvents(next, workerOf(next, index), world);
      afterMarking(next, index);
    },
  );
  return worker.willSend ? [mark, ...checkDeadline(state, index, world)] : [mark];
}

function afterMarking(next: State, index: number): void {
  const { willSend, ownsFence, claimValid, deadlineOver, effect, attempted } = workerOf(next, index);
  const rest = { ownsFence, claimValid, deadlineOver, effect };
  if (willSend) next.workers[index] = { ...idleWorker(), ...rest, at: At.CheckDeadline };
  else if (ownsFence) next.workers[index] = { ...idleWorker(), ownsFence, attempted, at: At.Release };
  else next.workers[index] = idleWorker();
}

/** A turn without a commit. Only a clean one clears the count of turns begun. */
export function release(state: State, index: number, world: World): StateMove[] {
  const { failed, ownsFence, attempted } = workerOf(state, index);
  const allowed = ownsFence || !world.rules.releaseOnFence;
  const how = failed ? 'after its engine threw' : 'without a commit';
  return [
    step(
      () => `W${index + 1} ${allowed ? 'releases the lease' : 'may not release the lease: fence lost'} ${how}`,
      (next) => {
        if (allowed) {
          const owner = next.conversation.leaseOwner;
          if (owner !== 0 && owner !== index + 1) violate(next, "another worker's turn is ended");
          if (!failed) noteCleanEnd(next, attempted, world);
          endLease(next, index);
        }
        next.workers[index] = idleWorker();
      },
    ),
  ];
}

function noteCleanEnd(next: State, attempted: EventSet, { rules }: World): void {
  next.conversation.turnsBegun = 0;
  if (!rules.cleanReleaseTakesBackAttempt) return;
  next.attempts = next.attempts.map((count, event) => (has(attempted, event) ? Math.max(0, count - 1) : count));
}
