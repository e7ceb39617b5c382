import { effectRecord, head, removeHead, workerOf, writeMid } from './conversation-document';
import { deliveryOf, describe, ECHOES, Ev, has, inOrder, setOf, without } from './event-set';
import { At, Fate, idleWorker, type Effect, type State, type Worker } from './state';
import { decideWithout, enterDecision, takeSnapshot } from './turn-decision';
import { step, violate, type StateMove, type World } from './world';

enum Reading {
  Ours,
  ParkedSend,
  UnknownSend,
  Waits,
  Foreign,
}

/** The update by {account, mid}, and what the turn makes of the echoes it did not match. */
export function matchEchoes(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const readings = new Map(inOrder(worker.batch & ECHOES).map((echo) => [echo, read(state, worker, echo, world)]));
  const those = (reading: Reading) => setOf(...[...readings.keys()].filter((echo) => readings.get(echo) === reading));
  const adopted = inOrder(those(Reading.UnknownSend))[0];
  if (adopted !== undefined) return [adopt(index, adopted)];
  const parked = those(Reading.ParkedSend);
  const waits = those(Reading.Waits);
  const foreign = those(Reading.Foreign);
  const ours = those(Reading.Ours) | parked;
  const label = () =>
    `W${index + 1} matches echoes: ours ${describe(ours)}, waiting ${describe(waits)}, foreign ${describe(foreign)}`;
  return [
    step(label, (next) => {
      for (const echo of inOrder(parked)) settleParked(next, echo);
      if (has(waits, Ev.ForeignEcho)) noteWaiting(next, worker);
      const current = workerOf(next, index);
      current.settled |= ours;
      current.batch = without(current.batch, ours);
      current.foreign = foreign;
      decideWithout(next, index, waits, world);
    }),
  ];
}

function read(state: State, worker: Worker, echo: Ev, world: World): Reading {
  if (isOurs(state, worker, echo, world)) return Reading.Ours;
  return (
    readByContent(state, worker, echo, world) ??
    (mustWait(state, worker, echo, world) ? Reading.Waits : Reading.Foreign)
  );
}

function readByContent(state: State, { snapshot }: Worker, echo: Ev, { rules }: World): Reading | undefined {
  const effect = contentOf(state, echo);
  if (effect === undefined) return undefined;
  if (snapshot.headUnknown && snapshot.headEffect === effect) return Reading.UnknownSend;
  const isParked = effectRecord(state, effect).fate === Fate.Parked;
  return isParked && rules.parkedSendTakesLateEcho ? Reading.ParkedSend : undefined;
}

/** While a send claimed before the echo arrived is not settled, the echo may be its own. */
function mustWait(state: State, { snapshot }: Worker, echo: Ev, { rules }: World): boolean {
  if (!snapshot.headInFlight || has(state.echoesTiredOfWaiting, echo)) return false;
  return !rules.echoIgnoresLaterClaims || !has(snapshot.echoesBeforeClaim, echo);
}

function isOurs(state: State, worker: Worker, echo: Ev, { rules }: World): boolean {
  if (has(state.foreignRows, echo) && !rules.echoMatchesOnlySentRows) return true;
  if (!rules.echoUpdateFollowsLease) return has(worker.matchedEarly, echo);
  const delivery = deliveryOf(echo);
  return delivery !== undefined && state.effects.some(({ rowMid }) => rowMid === delivery + 1);
}

/** Every effect has a content of its own, and the person types something else again. */
function contentOf(state: State, echo: Ev): Effect | undefined {
  const delivery = deliveryOf(echo);
  return delivery === undefined ? undefined : state.deliveries[delivery]?.effect;
}

function settleParked(next: State, echo: Ev): void {
  const effect = contentOf(next, echo);
  const delivery = deliveryOf(echo);
  if (effect === undefined || delivery === undefined) return;
  writeMid(next, effect, delivery + 1);
}

function noteWaiting(next: State, { snapshot }: Worker): void {
  const again = next.foreignEchoHasWaited && has(snapshot.echoesBeforeClaim, Ev.ForeignEcho);
  if (again) violate(next, 'a foreign echo waits for one claim after another');
  next.foreignEchoHasWaited = true;
}

/** "An unknown send takes the mid of the only waiting echo with equal content": the row first, then the shift. */
function adopt(index: number, echo: Ev): StateMove {
  return step(
    () => `W${index + 1} gives the row of the unknown send the mid of ${Ev[echo]}`,
    (next) => {
      const worker = workerOf(next, index);
      const delivery = deliveryOf(echo) ?? 0;
      worker.effect = worker.snapshot.headEffect;
      worker.claimValid = worker.headFresh;
      writeMid(next, worker.effect, delivery + 1);
      worker.at = At.ShiftAdopted;
    },
  );
}

/** Shifts the adopted head, then reads the conversation again and goes on with the same find. */
export function shiftAdopted(_state: State, index: number, world: World): StateMove[] {
  return [
    step(
      () => `W${index + 1} shifts the send that its echo has settled`,
      (next) => {
        const worker = workerOf(next, index);
        if (worker.claimValid && head(next)) removeHead(next, Fate.Sent);
        if (!worker.ownsFence) {
          next.workers[index] = idleWorker();
          return;
        }
        takeSnapshot(next, worker, world);
        enterDecision(next, index, world);
      },
    ),
  ];
}
