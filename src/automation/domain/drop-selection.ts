import type { TurnRun } from './turn-run';

/** Nothing waits for the classifier any more: a session has started, or a person has taken over. */
export function dropSelection(run: TurnRun): void {
  const { selecting } = run.state;
  if (selecting === null) return;
  run.cancelTimer(selecting.timerId);
  run.state = { ...run.state, selecting: null };
}
