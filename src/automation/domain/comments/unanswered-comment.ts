import type { TurnEvent } from '../../../conversations';
import { isWanted } from '../consideration';
import { incomingOf } from '../incoming';
import type { TurnRun } from '../turn-run';

/**
 * Keeps on record why a comment was not answered that an automation would answer. About one that no trigger is meant for,
 * nothing was decided.
 */
export function noteUnanswered(run: TurnRun): void {
  const { event } = run.turn;
  if (event.kind !== 'stimulus' || event.comment === undefined) return;
  const { outcome, reason = 'no_trigger' } = run.explanation;
  if (outcome === 'started' || outcome === 'selecting' || outcome === 'joined' || !wasWanted(run, event)) return;
  // Some trigger is meant for it, and yet none fired: each has answered the person before.
  const why = reason === 'no_trigger' ? 'already_replied' : reason;
  run.noteComment({ commentId: event.comment.commentId, status: 'skipped', reason: why });
}

const wasWanted = (run: TurnRun, event: TurnEvent): boolean =>
  incomingOf(event).stimuli.some((stimulus) => isWanted(run, stimulus));
