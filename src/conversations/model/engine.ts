import { Ev, has, inOrder, NO_EVENTS, setOf, sizeOf, type EventSet } from './event-set';
import { Effect, type Snapshot } from './state';
import type { World } from './world';

/** What a turn decides from what it has read: pure, like the real engine. */
export interface Decision {
  readonly effects: readonly Effect[];
  readonly hold: boolean;
  readonly awaitsTimer: boolean;
  readonly armsTimer: boolean;
  readonly cancelsTimer: boolean;
  readonly actsOnCancelledTimer: boolean;
}

interface Draft {
  effects: Effect[];
  hold: boolean;
  awaitsTimer: boolean;
  armsTimer: boolean;
  cancelsTimer: boolean;
  actsOnCancelledTimer: boolean;
}

/** M1 is answered and may arm a timer; M2 is answered and cancels it; a foreign echo begins a hold. */
export function decide(seen: Snapshot, events: EventSet, foreign: EventSet, world: World): Decision {
  const draft: Draft = {
    effects: [],
    hold: seen.hold,
    awaitsTimer: seen.awaitsTimer,
    armsTimer: false,
    cancelsTimer: false,
    actsOnCancelledTimer: false,
  };
  for (const event of inOrder(events)) {
    if (event === Ev.M1) decideFirstMessage(draft, world);
    else if (event === Ev.M2) decideSecondMessage(draft);
    else if (event === Ev.Timer) decideTimer(draft, world);
    else if (has(foreign, event)) decideForeignEcho(draft);
  }
  return draft;
}

/** The longest part of the batch, in order, whose effects fit the outbox and whose ids fit the ring. */
export function fitting(batch: EventSet, effectRoom: number, idRoom: number, effectsOf: (events: EventSet) => number) {
  let taken = NO_EVENTS;
  for (const event of inOrder(batch)) {
    const more = taken | setOf(event);
    if (effectsOf(more) > effectRoom || sizeOf(more) > idRoom) break;
    taken = more;
  }
  return taken;
}

function decideFirstMessage(draft: Draft, { bounds }: World): void {
  if (draft.hold) return;
  if (bounds.answersM1) draft.effects.push(Effect.ReplyToM1);
  draft.awaitsTimer ||= bounds.timer;
  draft.armsTimer ||= bounds.timer;
}

function decideSecondMessage(draft: Draft): void {
  draft.cancelsTimer ||= draft.awaitsTimer;
  draft.awaitsTimer = false;
  if (!draft.hold) draft.effects.push(Effect.ReplyToM2);
}

function decideTimer(draft: Draft, { rules }: World): void {
  if (!draft.awaitsTimer && rules.timerMustBeAwaited) return;
  draft.actsOnCancelledTimer ||= !draft.awaitsTimer;
  draft.awaitsTimer = false;
  if (!draft.hold) draft.effects.push(Effect.Nudge);
}

/** A person has typed: the bot is silent from here on, and what this turn meant to say is dropped. */
function decideForeignEcho(draft: Draft): void {
  draft.hold = true;
  draft.effects = [];
}
