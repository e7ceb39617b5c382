import {
  changeHead,
  claimHead,
  effectRecord,
  head,
  mayWriteResult,
  removeHead,
  requeueHead,
  workerOf,
  writeMid,
} from './conversation-document';
import { NO_EVENTS } from './event-set';
import { At, EchoStatus, Effect, Fate, idleWorker, SendStatus, type State } from './state';
import { chance, step, violate, type StateMove, type World } from './world';

/** A worker that reads a pending head and holds a rate token. */
export function seePendingHead(state: State, index: number, { rules }: World): StateMove[] {
  const entry = head(state);
  if (entry?.status !== SendStatus.Pending) return [];
  if (state.conversation.hold && rules.claimIsConditional) return [];
  return [
    step(
      () => `W${index + 1} reads the pending head ${Effect[entry.effect]}`,
      (next) => void Object.assign(workerOf(next, index), { at: At.Claim, effect: entry.effect }),
    ),
  ];
}

/** The claim: the moment of decision. */
export function claim(state: State, index: number, world: World): StateMove[] {
  const { effect } = workerOf(state, index);
  const name = `W${index + 1}`;
  if (!isClaimable(state, effect, world)) {
    return [
      step(
        () => `${name} is refused the claim of ${Effect[effect]}`,
        (next) => refuse(next, index, effect, world),
      ),
    ];
  }
  return [
    step(
      () => `${name} claims ${Effect[effect]}`,
      (next) => {
        const entry = head(next);
        const worker = workerOf(next, index);
        if (entry) claimHead(next, worker, entry);
        worker.at = At.CheckDeadline;
      },
    ),
  ];
}

function isClaimable(state: State, effect: Effect, { rules }: World): boolean {
  const entry = head(state);
  if (entry?.effect !== effect) return false;
  if (!rules.claimIsConditional) return true;
  const { hold, windowClosed } = state.conversation;
  return entry.status === SendStatus.Pending && !hold && !(windowClosed && rules.claimChecksWindow);
}

function refuse(next: State, index: number, effect: Effect, { rules }: World): void {
  const entry = head(next);
  const waitsInVain = next.conversation.windowClosed && entry?.effect === effect && entry.status === SendStatus.Pending;
  if (waitsInVain && rules.refusedHeadLeaves) removeHead(next, Fate.Refused);
  next.workers[index] = idleWorker();
}

/** Judged by the worker's own clock, read before the claim was sent. */
export function checkDeadline(state: State, index: number, { rules }: World): StateMove[] {
  const { deadlineOver, effect } = workerOf(state, index);
  if (deadlineOver && rules.deadlineIsCheckedBeforePost) {
    return [
      step(
        () => `W${index + 1} sees that its deadline is over: no POST`,
        (next) => goOn(next, index),
      ),
    ];
  }
  return [
    step(
      () => `W${index + 1} sees that its deadline is not over: will POST ${Effect[effect]}`,
      (next) => void (workerOf(next, index).at = At.Post),
    ),
  ];
}

/** After a send: the rest of the turn whose commit claimed it, or nothing more. */
function goOn(next: State, index: number): void {
  const { toCommit, settled, foreign, secondAnswered, snapshot } = workerOf(next, index);
  const rest = { toCommit, settled, foreign, secondAnswered, snapshot, firstAnswered: toCommit !== NO_EVENTS };
  const at = toCommit !== NO_EVENTS ? At.Commit : At.MarkDone;
  next.workers[index] =
    settled === NO_EVENTS && toCommit === NO_EVENTS ? idleWorker() : { ...idleWorker(), ...rest, at };
}

export function post(state: State, index: number, { bounds }: World): StateMove[] {
  const { effect } = workerOf(state, index);
  const name = `W${index + 1} POSTs ${Effect[effect]}`;
  const moves = [
    step(
      () => `${name}: delivered`,
      (next) => {
        deliver(next, effect);
        Object.assign(workerOf(next, index), { at: At.WriteRow, mid: next.deliveries.length });
      },
    ),
  ];
  if (state.budget.failedSends === 0) return moves;
  const failure = (allowed: boolean, how: string, delivered: boolean, at: At) => {
    if (!allowed) return;
    const fail = (next: State) => {
      next.budget.failedSends--;
      if (delivered) deliver(next, effect);
      workerOf(next, index).at = at;
    };
    moves.push(chance(() => `${name}: ${how}`, fail));
  };
  failure(bounds.deliveredButTimedOut, 'delivered, but the answer times out', true, At.NoteUnknown);
  failure(bounds.notDelivered, 'not delivered, times out', false, At.NoteUnknown);
  failure(bounds.refused, 'refused, retryable', false, At.NoteRefusal);
  return moves;
}

function deliver(next: State, effect: Effect): void {
  const record = effectRecord(next, effect);
  if (record.deliveries > 0) violate(next, 'a message is sent twice');
  if (record.order < next.lastDeliveredOrder) violate(next, 'messages are sent out of order');
  record.deliveries++;
  next.lastDeliveredOrder = record.order;
  next.deliveries.push({ effect, echo: EchoStatus.Due });
}

/** First the Message row with its mid, then the outbox shift; or the other way round, where the rule is off. */
export function writeRow(state: State, index: number, { rules }: World): StateMove[] {
  const { effect, mid } = workerOf(state, index);
  const shiftFirst = !rules.rowIsWrittenBeforeShift && workerOf(state, index).claimValid;
  if (shiftFirst) {
    return [
      step(
        () => `W${index + 1} shifts ${Effect[effect]} before its row`,
        (next) => shiftHead(next, index, true),
      ),
    ];
  }
  return [
    step(
      () => `W${index + 1} writes the mid into the row of ${Effect[effect]}`,
      (next) => {
        writeMid(next, effect, mid);
        if (rules.rowIsWrittenBeforeShift) workerOf(next, index).at = At.ShiftOutbox;
        else goOn(next, index);
      },
    ),
  ];
}

export function shiftOutbox(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const allowed = mayWriteResult(state, worker, world);
  const label = () => `W${index + 1} shifts ${Effect[worker.effect]}${allowed ? '' : ': refused, no longer its claim'}`;
  return [step(label, (next) => shiftHead(next, index, allowed))];
}

function shiftHead(next: State, index: number, allowed: boolean): void {
  if (allowed) removeHead(next, Fate.Sent);
  if (workerOf(next, index).at === At.ShiftOutbox) goOn(next, index);
}

/** Timeout, reset or 5xx after the body: nobody knows. */
export function noteUnknown(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const allowed = mayWriteResult(state, worker, world) && head(state)?.status === SendStatus.Sending;
  const label = () => `W${index + 1} notes that ${Effect[worker.effect]} is unknown${allowed ? '' : ': refused'}`;
  return [
    step(label, (next) => {
      const entry = head(next);
      if (allowed && entry) {
        entry.status = SendStatus.Unknown;
        changeHead(next);
      }
      goOn(next, index);
    }),
  ];
}

export function noteRefusal(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const allowed = mayWriteResult(state, worker, world);
  const label = () => `W${index + 1} puts ${Effect[worker.effect]} back to pending${allowed ? '' : ': refused'}`;
  return [
    step(label, (next) => {
      if (allowed) requeueHead(next, world);
      goOn(next, index);
    }),
  ];
}
