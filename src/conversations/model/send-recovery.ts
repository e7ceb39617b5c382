import {
  changeHead,
  effectRecord,
  head,
  isAboutToPost,
  mayWriteResult,
  removeHead,
  requeueHead,
  workerOf,
} from './conversation-document';
import { At, Effect, Fate, idleWorker, SendStatus, type OutboxEntry, type State } from './state';
import { chance, step, type StateMove, type World } from './world';

/** What the sweep does about a head that was left in `sending`, or is unknown and due for a read. */
export function recoverHead(state: State, index: number, world: World): StateMove[] {
  const entry = head(state);
  if (!entry?.deadlinePassed) return [];
  if (entry.status === SendStatus.Sending) return [declareUnknown(index)];
  return settleByRow(state, index, entry) ?? readThread(state, index, entry, world);
}

function declareUnknown(index: number): StateMove {
  return step(
    () => `W${index + 1} sweeps: the send is past its deadline, now unknown`,
    (next) => {
      const entry = head(next);
      if (entry) entry.status = SendStatus.Unknown;
      changeHead(next);
    },
  );
}

/** Its own row has the mid already: the worker died, or is slow, between row and shift. */
function settleByRow(state: State, index: number, { effect }: OutboxEntry): StateMove[] | undefined {
  if (effectRecord(state, effect).rowMid === 0) return undefined;
  const label = () => `W${index + 1} sees the mid in the row of ${Effect[effect]}`;
  return [
    step(label, (next) => void Object.assign(workerOf(next, index), { at: At.ShiftOutbox, effect, claimValid: true })),
  ];
}

function readThread(state: State, index: number, entry: OutboxEntry, world: World): StateMove[] {
  const { effect, absentReads } = entry;
  const isFirstRead = absentReads === 0;
  const accepted = effectRecord(state, effect).deliveries > 0;
  const moves: StateMove[] = [];
  if (accepted) moves.push(findInThread(state, index, effect));
  if (!accepted || (world.bounds.threadLags && isFirstRead)) {
    const conclusive = !isFirstRead || !world.rules.threadIsReadTwice;
    const tooEarly = conclusive && world.rules.pauseIsBounded && isAboutToPost(state, effect);
    if (!tooEarly) moves.push(missInThread(index, entry));
  }
  if (state.budget.unreadableThreads > 0) moves.push(parkUnreadable(index, effect));
  return moves;
}

function findInThread(state: State, index: number, effect: Effect): StateMove {
  const mid = 1 + state.deliveries.findIndex((delivery) => delivery.effect === effect);
  return step(
    () => `W${index + 1} finds ${Effect[effect]} in the thread`,
    (next) => void Object.assign(workerOf(next, index), { at: At.WriteRow, effect, mid, claimValid: true }),
  );
}

function missInThread(index: number, { effect, absentReads }: OutboxEntry): StateMove {
  return step(
    () => `W${index + 1} does not find ${Effect[effect]} in the thread (read ${absentReads + 1})`,
    (next) =>
      void Object.assign(workerOf(next, index), {
        at: At.NoteAbsent,
        effect,
        absentReadsSeen: absentReads,
        claimValid: true,
      }),
  );
}

/** Unreadable, or with two candidates of equal text: it leaves the outbox for a person to decide on. */
function parkUnreadable(index: number, effect: Effect): StateMove {
  return chance(
    () => `W${index + 1} cannot read the thread: parks ${Effect[effect]}`,
    (next) => {
      next.budget.unreadableThreads--;
      removeHead(next, Fate.Parked);
    },
  );
}

export function noteAbsent(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const entry = head(state);
  const stillTrue = entry?.status === SendStatus.Unknown && entry.absentReads === worker.absentReadsSeen;
  const allowed = mayWriteResult(state, worker, world) && stillTrue;
  const isFirst = worker.absentReadsSeen === 0 && world.rules.threadIsReadTwice;
  const outcome = isFirst ? 'absent once' : 'absent for good: pending again';
  return [
    step(
      () => `W${index + 1} notes ${Effect[worker.effect]} ${allowed ? outcome : 'absent: refused'}`,
      (next) => {
        const current = head(next);
        if (allowed && current && isFirst) current.absentReads = 1;
        else if (allowed) requeueHead(next, world);
        next.workers[index] = idleWorker();
      },
    ),
  ];
}
