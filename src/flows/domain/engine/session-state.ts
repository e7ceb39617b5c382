import type { JsonObject } from '../json';
import type { FlowMessageIn, FlowEvent, TriggerFacts } from './event';
import type { FlowNodeType } from './nodes';
import type { Step } from './nodes/node-kind';
import type { SessionStatus } from './session-status';

/**
 * delay: a node's own · typing: before a message · rate: until more messages may be sent · fuel: the event had used up its
 * steps, so the timer is due at once.
 */
export type TimerReason = 'delay' | 'typing' | 'rate' | 'fuel';

type AwaitingAt = {
  nodeId: string;
  /** So that a session can be moved to another version only where it finds its like. */
  nodeType: FlowNodeType;
  /** What the node wants to know again when it goes on. */
  memory?: JsonObject | undefined;
};

/** What a session waits for, at which node. */
export type Awaiting =
  | (AwaitingAt & { kind: 'choice' })
  | (AwaitingAt & { kind: 'reply'; timerId: string; dueAt: number })
  /** `hears`: messages come to the node, too. */
  | (AwaitingAt & { kind: 'task'; taskId: string; hears?: true })
  /** `step`: what the node had decided when its messages had to wait. */
  | (AwaitingAt & { kind: 'timer'; timerId: string; dueAt: number; why: TimerReason; step?: Step | undefined });

/** Changes of the contact that this session asked for and the CRM may not show yet. */
export type ContactOverlay = {
  at: number;
  set: JsonObject;
  addTags: string[];
  removeTags: string[];
};

/** A span in which messages are counted. */
export type RateWindow = { startedAt: number; count: number };

/** One run of a flow in one conversation: plain JSON, times in milliseconds since the epoch. */
export type SessionState = {
  sessionId: string;
  /** The version that this session runs. */
  versionId: string;
  status: SessionStatus;
  awaiting: Awaiting | null;
  /** The message whose choices can also be typed. */
  openMenuNodeId: string | null;
  vars: JsonObject;
  /** No fewer bytes than the variables take as JSON. */
  varsBytes: number;
  lastMessage: FlowMessageIn;
  trigger: TriggerFacts | null;
  contact: ContactOverlay | null;
  /** How often each node was entered. */
  visits: Record<string, number>;
  /** Goals reached, in order. */
  goals: { nodeId: string; goal: string; at: number }[];
  /** Nodes to go on at when the present path ends. */
  queue: string[];
  /** Messages sent, by node id, and by `_flow` for the whole flow. Only where a limit is set. */
  rates: Record<string, RateWindow>;
  disclosed: boolean;
  /** What the flow's end says came of it. */
  outcome: string | null;
  pausedAt: number | null;
  /** Timers and results that came while it was paused, acted on when it goes on. */
  heldEvents: Extract<FlowEvent, { kind: 'timer' | 'task-result' }>[];
  /** Effects and timers numbered so far. */
  counter: number;
  /** Nodes entered so far. */
  steps: number;
  startedAt: number;
  lastActivityAt: number;
  expiresAt: number;
  expiryTimerId: string | null;
};

export function newSession(session: { sessionId: string; versionId: string; now: number }): SessionState {
  return {
    sessionId: session.sessionId,
    versionId: session.versionId,
    status: 'active',
    awaiting: null,
    openMenuNodeId: null,
    vars: {},
    varsBytes: 2,
    lastMessage: { text: '', attachmentUrls: [] },
    trigger: null,
    contact: null,
    visits: {},
    goals: [],
    queue: [],
    rates: {},
    disclosed: false,
    outcome: null,
    pausedAt: null,
    heldEvents: [],
    counter: 0,
    steps: 0,
    startedAt: session.now,
    lastActivityAt: session.now,
    expiresAt: session.now,
    expiryTimerId: null,
  };
}

/** The timer of the present wait that is still to fire. */
export function waitTimerOf({ awaiting, heldEvents }: SessionState): string | null {
  if (awaiting === null || !('timerId' in awaiting)) return null;
  const { timerId } = awaiting;
  if (heldEvents.length === 0) return timerId;
  return heldEvents.some((event) => event.kind === 'timer' && event.timerId === timerId) ? null : timerId;
}
