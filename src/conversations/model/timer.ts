import { workerOf } from './conversation-document';
import { Ev } from './event-set';
import { At, EventStatus, idleWorker, type State } from './state';
import { step, type StateMove, type World } from './world';

/** The timer may be due at any moment while it is armed, and be cancelled after a worker saw it due. */
export function seeDueTimer(state: State, index: number, { rules }: World): StateMove[] {
  if (!state.conversation.timerArmed) return [];
  const first = rules.timerEventBeforeRemoval ? At.InsertTimerEvent : At.RemoveTimer;
  return [
    step(
      () => `W${index + 1} sees the timer due`,
      (next) => void (workerOf(next, index).at = first),
    ),
  ];
}

/** `_id` = timer id: a second insert changes nothing. */
export function insertTimerEvent(_state: State, index: number, { rules }: World): StateMove[] {
  return [
    step(
      () => `W${index + 1} inserts the timer event`,
      (next) => {
        if (next.events[Ev.Timer] === EventStatus.Absent) next.events[Ev.Timer] = EventStatus.Pending;
        if (rules.timerEventBeforeRemoval) workerOf(next, index).at = At.RemoveTimer;
        else next.workers[index] = idleWorker();
      },
    ),
  ];
}

export function removeTimer(_state: State, index: number, { rules }: World): StateMove[] {
  return [
    step(
      () => `W${index + 1} removes the timer`,
      (next) => {
        next.conversation.timerArmed = false;
        if (rules.timerEventBeforeRemoval) next.workers[index] = idleWorker();
        else workerOf(next, index).at = At.InsertTimerEvent;
      },
    ),
  ];
}
