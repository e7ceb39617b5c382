import type { JsonObject } from '../json';
import type { StimulusComment } from '../triggers/stimulus';
import type { TriggerType } from '../triggers/trigger-types';

export type TaskOutcome = { ok: true; value: JsonObject } | { ok: false; error: string };

/** A button or quick reply, identified by what its payload says. */
export interface ChoiceRef {
  sessionId: string;
  nodeId: string;
  choiceId: string;
}

/** What a person sent. */
export type FlowMessageIn = {
  text: string;
  attachmentUrls: string[];
  /** Of a button that no flow gave out, such as an ice breaker. */
  payload?: string | undefined;
};

/** What started the session. */
export type TriggerFacts = {
  type: TriggerType;
  keyword?: string | undefined;
  ref?: string | undefined;
  payload?: string | undefined;
  /** Present when it was a comment. */
  comment?: StimulusComment | undefined;
};

/** What can happen to a session. */
export type FlowEvent =
  | { kind: 'started'; triggerNodeId: string; message: FlowMessageIn; trigger: TriggerFacts }
  | { kind: 'message'; message: FlowMessageIn }
  | { kind: 'choice'; choice: ChoiceRef; title?: string | undefined }
  | { kind: 'timer'; timerId: string }
  | { kind: 'task-result'; taskId: string; outcome: TaskOutcome }
  /** A paused session may go on. */
  | { kind: 'resumed' };
