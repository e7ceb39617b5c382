import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';
import type { Attachment, OutgoingContent } from './content';

/** What a TurnHandler may know about the conversation it decides for. */
export interface LaneView {
  conversationId: ConversationId;
  workspaceId: WorkspaceId;
  accountId: AccountId;
  participantId: string;
  /** As last looked up; absent until then. */
  participant?: { name?: string; username?: string };
}

/** What a turn decides about. `eventId` is unique for ever; `answerable` is false for an event that came too late to be answered. */
export type TurnEvent =
  | {
      kind: 'message';
      eventId: string;
      at: Date;
      answerable: boolean;
      text: string;
      quickReplyPayload?: string;
      attachments: Attachment[];
    }
  | { kind: 'postback'; eventId: string; at: Date; answerable: boolean; payload: string; title?: string }
  | { kind: 'timer'; eventId: string; timerId: string; data: JsonObject }
  | { kind: 'task-result'; eventId: string; taskId: string; taskKind: string; outcome: TaskOutcome };

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type TaskOutcome = { ok: true; value: JsonObject } | { ok: false; error: string };

/** Slow work with an outcome: runs outside the lease, and its result comes back as a `task-result` event. */
export interface TaskDraft {
  id: string;
  kind: string;
  input: JsonObject;
}

export interface SendDraft {
  id: string;
  content: OutgoingContent;
}

export interface TimerDraft {
  /** New at every arming; a timer event is ignored unless the state awaits this id. */
  id: string;
  dueAt: Date;
  data: JsonObject;
}

/** Everything an event leads to. Ids are derived from the event or the state, so deciding again gives the same ones. */
export interface TurnDecision {
  /** Opaque to the conversation; JSON of at most 64 KB. `null` clears it. */
  state: JsonObject | null;
  sends: SendDraft[];
  tasks: TaskDraft[];
  timers: { arm: TimerDraft[]; cancel: string[] };
  /** Keeps the bot silent from here on. The sends of this same decision still go out; every later one does not. */
  hold?: { minutes: number; reason: string; sourceId?: string };
  participant?: { name?: string; username?: string };
}

export interface TurnInput {
  lane: LaneView;
  state: JsonObject | null;
  event: TurnEvent;
  now: Date;
  /** The bot must stay silent: sends of the decision would be dropped. */
  held: boolean;
  /** When the last hold ended or will end; a session that is older must not go on as if nobody had spoken. */
  lastHoldUntil?: Date | null;
}
