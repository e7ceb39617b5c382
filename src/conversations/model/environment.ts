import { beginHold, head, isInFlight, raiseTurnVersion } from './conversation-document';
import { ECHOES, echoOf, Ev, has, inOrder, setOf } from './event-set';
import { At, EchoStatus, EventStatus, idleWorker, type State } from './state';
import { chance, step, type StateMove, type World } from './world';

/** Everything that happens to the workers rather than by them: input, time, echoes, crashes. */
export function environmentMoves(state: State, world: World): StateMove[] {
  return [
    ...inputs(state, world),
    ...leaseExpiry(state),
    ...deadline(state),
    ...echoArrivals(state),
    ...echoPatience(state, world),
    ...crashes(state),
  ];
}

function inputs(state: State, world: World): StateMove[] {
  const { bounds } = world;
  const moves: StateMove[] = [];
  const webhook = (event: Ev, wanted: boolean) => {
    if (!wanted || state.events[event] !== EventStatus.Absent) return;
    moves.push(
      chance(
        () => `webhook: ${Ev[event]} is stored`,
        (next) => void (next.events[event] = EventStatus.Pending),
      ),
    );
  };
  webhook(Ev.M1, true);
  if (state.events[Ev.M1] === EventStatus.Absent) return moves;
  webhook(Ev.M2, bounds.secondMessage);
  webhook(Ev.ForeignEcho, bounds.foreignEcho);
  if (bounds.hold && !state.conversation.hold) {
    moves.push(
      chance(
        () => 'a person sets a hold',
        (next) => setHold(next, world),
      ),
    );
  }
  if (bounds.windowCloses && !state.conversation.windowClosed) {
    moves.push(
      chance(
        () => 'the window closes',
        (next) => void (next.conversation.windowClosed = true),
      ),
    );
  }
  return moves;
}

function setHold(next: State, world: World): void {
  raiseTurnVersion(next);
  beginHold(next, world);
}

/** The lease of a worker at work may expire a few times; that of a dead or idle one surely does. */
function leaseExpiry({ conversation, workers, budget }: State): StateMove[] {
  const { leaseOwner, leaseExpired } = conversation;
  if (leaseOwner === 0 || leaseExpired) return [];
  const owner = leaseOwner - 1;
  const expire = (next: State) => void (next.conversation.leaseExpired = true);
  if (workers[owner]?.at === At.Idle) return [step(() => `the lease of idle W${leaseOwner} expires`, expire)];
  if (budget.leaseExpiries === 0) return [];
  const underAWorker = (next: State) => {
    next.budget.leaseExpiries--;
    expire(next);
  };
  return [chance(() => `the lease expires under W${leaseOwner}`, underAWorker)];
}

function deadline(state: State): StateMove[] {
  const entry = head(state);
  if (!isInFlight(entry) || entry.deadlinePassed) return [];
  const pass = (next: State) => {
    const passed = head(next);
    if (passed) passed.deadlinePassed = true;
    for (const worker of next.workers) worker.deadlineOver ||= worker.claimValid;
  };
  return [step(() => 'the deadline of the claim passes', pass)];
}

function echoArrivals(state: State): StateMove[] {
  return state.deliveries.flatMap(({ echo }, delivery) => {
    if (echo !== EchoStatus.Due) return [];
    const resolve = (outcome: EchoStatus) => (next: State) => {
      const due = next.deliveries[delivery];
      if (due) due.echo = outcome;
      if (outcome === EchoStatus.Arrived) next.events[echoOf(delivery)] = EventStatus.Pending;
      else next.budget.lostEchoes--;
    };
    const arrival = step(() => `webhook: ${Ev[echoOf(delivery)]} is stored`, resolve(EchoStatus.Arrived));
    const loss = chance(() => `the echo of delivery ${delivery} is lost`, resolve(EchoStatus.Lost));
    return state.budget.lostEchoes > 0 ? [arrival, loss] : [arrival];
  });
}

/** Only for the code that lets an echo wait for a fixed time. */
function echoPatience(state: State, { rules }: World): StateMove[] {
  if (rules.echoWaitsUntilClaimIsSettled || !isInFlight(head(state))) return [];
  const waiting = inOrder(ECHOES).filter(
    (echo) => state.events[echo] === EventStatus.Pending && !has(state.echoesTiredOfWaiting, echo),
  );
  return waiting.map((echo) =>
    step(
      () => `${Ev[echo]} has waited for 30 s`,
      (next) => void (next.echoesTiredOfWaiting |= setOf(echo)),
    ),
  );
}

function crashes(state: State): StateMove[] {
  if (state.budget.crashes === 0) return [];
  return state.workers.flatMap(({ at }, index) => {
    if (at === At.Idle) return [];
    const crash = (next: State) => {
      next.budget.crashes--;
      next.workers[index] = idleWorker();
    };
    return [chance(() => `W${index + 1} crashes (before: ${At[at]})`, crash)];
  });
}
