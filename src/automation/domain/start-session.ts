import type { FlowMessageIn, TriggerFacts } from '../../flows';
import type { ActiveInstance } from './active-instance';
import { dropSelection } from './drop-selection';
import type { TurnRun } from './turn-run';

export interface SessionStart {
  /** What it is named after. */
  eventId: string;
  triggerNodeId: string;
  message: FlowMessageIn;
  trigger: TriggerFacts;
}

/** Makes room and starts: of one conversation, one session is open at a time. */
export function startSession(
  run: TurnRun,
  instance: ActiveInstance,
  { eventId, triggerNodeId, message, trigger }: SessionStart,
): void {
  dropSelection(run);
  run.supersede(`“${instance.name}” was started`);
  run.give(run.newRun(instance, eventId, trigger.comment), { kind: 'started', triggerNodeId, message, trigger });
  run.came('started');
}
