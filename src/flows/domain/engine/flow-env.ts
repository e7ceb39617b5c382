import type { JsonObject } from '../json';

/** Bounds of a run, so that no flow can spin, spam or fill the conversation's state. */
export interface EngineBounds {
  /** Nodes entered for one event; more than a definition may have nodes, so only a loop can use them up. */
  stepsPerEvent: number;
  /** Nodes entered in one session, waits included. */
  stepsPerSession: number;
  /** A session expires this long after its last activity, or after the end of the wait it is in. */
  sessionTtlMs: number;
  /** Size of a session's variables; a value that does not fit is not stored. */
  varsBytes: number;
  /** Of the participant's last text, in Unicode code points. */
  storedTextCharacters: number;
}

export const DEFAULT_BOUNDS: EngineBounds = {
  stepsPerEvent: 250,
  stepsPerSession: 1_000,
  sessionTtlMs: 24 * 60 * 60 * 1_000,
  varsBytes: 12 * 1_024,
  storedTextCharacters: 1_000,
};

/** Everything that the engine may know besides flow, state and event. */
export interface FlowEnv {
  /** Milliseconds since the epoch. */
  now: number;
  contact: { name?: string; username?: string };
  /** The workspace's values for this automation. */
  config: JsonObject;
  bounds: EngineBounds;
}
