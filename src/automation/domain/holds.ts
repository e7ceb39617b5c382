import { stableId } from '../../shared/kernel';
import { obey } from './commands';
import { dropSelection } from './drop-selection';
import { stopListening } from './listening';
import type { TurnRun } from './turn-run';

/**
 * Under a hold the open session is paused: timers and results are kept for it, what the person writes is for whoever
 * holds the conversation. It goes on when the hold is over, at a timer or at the next event, whichever comes first.
 */
export function underHold(run: TurnRun): void {
  const { event } = run.turn;
  dropSelection(run);
  stopListening(run);
  if (run.running !== null && run.running.flow.status !== 'paused') {
    run.pause(run.running, 'hold');
    run.came('paused');
  }
  if (event.kind === 'command') obey(run, event);
  if (run.running !== null && event.kind === 'timer') run.give(run.running, { kind: 'timer', timerId: event.timerId });
  if (run.running !== null && event.kind === 'task-result')
    run.give(run.running, { kind: 'task-result', taskId: event.taskId, outcome: event.outcome });
  watchForEnd(run);
  run.silent('held');
}

/** A session that a hold has paused goes on. */
export function afterHold(run: TurnRun): void {
  stopWatching(run);
  if (run.running?.pausedBy === 'hold') {
    run.give(run.running, { kind: 'resumed' });
    run.came('resumed');
  }
}

/** True for the timer that rings at the end of a hold; it is gone once it has rung. */
export function isHoldTimer(run: TurnRun): boolean {
  const { event } = run.turn;
  return event.kind === 'timer' && run.before.holdTimer?.timerId === event.timerId;
}

/** A hold may be extended: when the timer rings too early, another is armed. */
function watchForEnd(run: TurnRun): void {
  const rung = isHoldTimer(run);
  if (rung) run.state = { ...run.state, holdTimer: null };
  const until = run.turn.lastHoldUntil?.getTime();
  if (run.running?.pausedBy !== 'hold' || run.state.holdTimer !== null) return;
  if (until === undefined || until <= run.now) return;
  const timerId = stableId('hold', run.turn.event.eventId);
  run.state = { ...run.state, holdTimer: { timerId, dueAt: until } };
  run.armTimer(timerId, until);
}

function stopWatching(run: TurnRun): void {
  const { holdTimer } = run.state;
  if (holdTimer === null) return;
  if (!isHoldTimer(run)) run.cancelTimer(holdTimer.timerId);
  run.state = { ...run.state, holdTimer: null };
}
