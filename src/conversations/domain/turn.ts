import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';
import type { CommentReceived } from './channel-event';
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

/** What a message or a tap is besides: each may start an automation of its own, before its text may. */
export interface Occasion {
  /** As in `stimulus`. */
  on: string;
  /** Of the link or the ad. */
  ref?: string;
  payload?: string;
}

/** The comment that somebody wrote; its text is the event's. */
export type CommentFacts = Pick<
  CommentReceived,
  'commentId' | 'parentId' | 'username' | 'mediaId' | 'mediaType' | 'adId' | 'originalMediaId' | 'isLive'
>;

/** What a turn decides about. `eventId` is unique for ever; `answerable` is false for an event that came too late to be answered. */
export type TurnEvent =
  | {
      kind: 'message';
      eventId: string;
      at: Date;
      answerable: boolean;
      /** Another app has the thread: then nothing is answerable. */
      standby?: true;
      text: string;
      quickReplyPayload?: string;
      attachments: Attachment[];
      /** It says nothing but in voice notes. */
      isVoice?: true;
      occasions?: Occasion[];
    }
  | {
      kind: 'postback';
      eventId: string;
      at: Date;
      answerable: boolean;
      standby?: true;
      payload: string;
      title?: string;
      occasions?: Occasion[];
    }
  /** Something else that may start an automation: a comment, a story mention, a link that was followed. */
  | {
      kind: 'stimulus';
      eventId: string;
      at: Date;
      answerable: boolean;
      /** The channel's word for it. */
      on: string;
      text: string;
      attachments: Attachment[];
      payload?: string;
      ref?: string;
      /** Present when it is a comment. */
      comment?: CommentFacts;
    }
  | { kind: 'timer'; eventId: string; timerId: string; data: JsonObject }
  | { kind: 'task-result'; eventId: string; taskId: string; taskKind: string; outcome: TaskOutcome }
  /** What the voice notes of a message say; empty when nobody can tell. A message has the id of its event. */
  | { kind: 'transcript'; eventId: string; messageId: string; text: string }
  /** A person, or a program of theirs, wants something of the automation. */
  | { kind: 'command'; eventId: string; at: Date; command: LaneCommand; data: JsonObject }
  /** Another app has the thread now. */
  | { kind: 'thread-taken'; eventId: string }
  /** A person has taken over, or the hold has been ended early: `held` and `lastHoldUntil` of the input tell which. */
  | { kind: 'hold'; eventId: string; /** What they wrote, where that took the conversation over. */ said?: string };

export const LANE_COMMANDS = ['pause', 'resume', 'stop', 'start', 'draft', 'undelivered', 'followup'] as const;
/**
 * pause, resume, stop: the open session · start: an automation · draft: an answer waits for a person · undelivered: a private
 * reply was refused for good · followup: something about follow-ups.
 */
export type LaneCommand = (typeof LANE_COMMANDS)[number];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type TaskOutcome = { ok: true; value: JsonObject } | { ok: false; error: string };

/** Slow work with an outcome: runs outside the lease, and its result comes back as a `task-result` event. */
export interface TaskDraft {
  id: string;
  kind: string;
  input: JsonObject;
  /** Absent: no flow did. */
  asker?: TaskAsker;
}

/** Which node of a flow asked for a task, and for which goal; what the task costs is shown there. */
export interface TaskAsker {
  versionId: string;
  nodeId: string;
  goal: string;
}

/** Which part of an automation wrote a message; `nodeId`: of the flow. */
export interface MessageAuthor {
  kind: 'flow' | 'ai';
  automationId?: string;
  sessionId?: string;
  nodeId?: string;
}

export interface SendDraft {
  id: string;
  content: OutgoingContent;
  author?: MessageAuthor;
  /** Instead of the window: an answer to a comment goes out until then, and to nobody who has not written otherwise. */
  permittedUntil?: Date;
  /** `follow-up`: what the bot says of its own accord. */
  priority?: 'reply' | 'follow-up';
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
  /** It shall look as if somebody typed. */
  typing?: true;
  /** Keeps the bot silent from here on. The sends of this same decision still go out; every later one does not. */
  hold?: { minutes: number; reason: string; sourceId?: string };
  participant?: { name?: string; username?: string };
  /** Sends of earlier decisions that are not to go out any more, unless they are on their way. */
  callsOff?: string[];
  /** Why; given back to the handler with the record of the turn, once the commit stands. */
  explanation?: JsonObject;
}

/** An event that a commit has applied, and why it led to what it led to. */
export interface DecidedEvent {
  event: TurnEvent;
  /** When it was decided. */
  at: Date;
  correlationId: string;
  /** Absent when a crash came between the commit and its record: then nobody knows any more. */
  explanation?: JsonObject;
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
  /** Absent where there is no conversation on record, as in a simulation. */
  thread?: ThreadFacts;
}

/** Where the conversation stands, what this turn has taken so far included. */
export interface ThreadFacts {
  /** What opened the window last; null: nothing yet. */
  lastInboundAt: Date | null;
  /** The person's last message or tap. */
  lastWrittenAt: Date | null;
  /** In either direction; of ours, one that has been sent. */
  lastMessage: { text: string; at: Date; direction: 'in' | 'out' } | null;
  optedOut: boolean;
  /** A member has shut the person out. */
  blocked: boolean;
  /** How long the bot may write after `lastInboundAt`. */
  windowMs: number;
}
