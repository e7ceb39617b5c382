import type { SessionStatus } from './session-state';

/** What the engine did, for people who look into a session. */
export type TraceEntry =
  | { kind: 'entered'; nodeId: string }
  | { kind: 'left'; nodeId: string; handle: string }
  | { kind: 'waiting'; nodeId: string; awaits: 'choice' | 'reply' | 'task' }
  | { kind: 'ended'; status: SessionStatus; reason: string; nodeId?: string }
  | { kind: 'ignored'; event: string }
  | { kind: 'variables-full'; nodeId: string };
