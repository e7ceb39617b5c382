import type { TurnEvent } from '../../conversations';
import type { TurnRun } from './turn-run';

/** Why a draft waits no longer, besides being sent or thrown away. */
export const RETRACTIONS = ['newer_draft', 'customer_wrote', 'person_wrote'] as const;
export type Retraction = (typeof RETRACTIONS)[number];

/**
 * An answer waits for a person for as long as nothing else is said: the conversation remembers that one does, so that
 * only then somebody has to look.
 */
export function watchDraft(run: TurnRun): void {
  const { event } = run.turn;
  const draftId = draftMadeBy(event);
  if (draftId !== null) {
    run.state = { ...run.state, draft: draftId };
    return;
  }
  const why = retractionBy(event);
  if (why === null || run.state.draft === undefined) return;
  const { draft: _waited, ...state } = run.state;
  run.state = state;
  run.explanation.retracts = why;
}

export function retractionBy(event: TurnEvent): Retraction | null {
  if (event.kind === 'message' || event.kind === 'postback') return 'customer_wrote';
  return event.kind === 'hold' && event.said !== undefined ? 'person_wrote' : null;
}

function draftMadeBy(event: TurnEvent): string | null {
  if (event.kind === 'command' && event.command === 'draft') return idIn(event.data['draftId']);
  if (event.kind !== 'task-result' || !event.outcome.ok) return null;
  return idIn(event.outcome.value['draftId']);
}

const idIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
