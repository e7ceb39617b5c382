import type { JsonObject } from '../json';

export type TaskOutcome = { ok: true; value: JsonObject } | { ok: false; error: string };

/** A button or quick reply, identified by what its payload says. */
export interface ChoiceRef {
  sessionId: string;
  nodeId: string;
  choiceId: string;
}

/** What can happen to a session. */
export type FlowEvent =
  | { kind: 'started'; triggerNodeId: string; text: string }
  | { kind: 'message'; text: string; attachmentUrl?: string }
  | { kind: 'choice'; choice: ChoiceRef }
  | { kind: 'timer'; timerId: string }
  | { kind: 'task-result'; taskId: string; outcome: TaskOutcome };
