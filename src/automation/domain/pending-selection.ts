import type { FlowMessageIn, Stimulus } from '../../flows';

/** A selection that waits for a classifier: everything that is needed to go on with its answer, or without. */
export type PendingSelection = {
  /** Of the `classify_intents` task; only its result counts. */
  taskId: string;
  timerId: string;
  /** The event that began it: the session that it starts is named after it. */
  eventId: string;
  stimulus: Stimulus;
  /** What the person has written since it began, oldest first. */
  messages: FlowMessageIn[];
  /** Triggers whose intent is in question, best first. */
  candidates: { instanceId: string; nodeId: string }[];
};
