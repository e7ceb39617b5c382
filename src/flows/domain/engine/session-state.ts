import type { JsonObject } from '../json';

/**
 * active: waits for something · completed: reached an end · handoff: given to a person · paused: a person stepped in ·
 * expired: waited too long · superseded: another flow took over · stopped: its automation was switched off ·
 * failed: ran out of steps, or its version cannot be run.
 */
export const SESSION_STATUSES = [
  'active',
  'completed',
  'handoff',
  'paused',
  'expired',
  'superseded',
  'stopped',
  'failed',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** What an active session waits for, at which node. */
export type Awaiting =
  | { kind: 'choice'; nodeId: string }
  | { kind: 'reply'; nodeId: string; timerId: string }
  | { kind: 'task'; nodeId: string; taskId: string };

/** One run of a flow in one conversation: plain JSON, times in milliseconds since the epoch. */
export type SessionState = {
  sessionId: string;
  /** The version that this session runs to its end, whatever is published meanwhile. */
  versionId: string;
  status: SessionStatus;
  awaiting: Awaiting | null;
  /** The message whose choices can also be typed. */
  openMenuNodeId: string | null;
  vars: JsonObject;
  lastText: string;
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
    lastText: '',
    counter: 0,
    steps: 0,
    startedAt: session.now,
    lastActivityAt: session.now,
    expiresAt: session.now,
    expiryTimerId: null,
  };
}
