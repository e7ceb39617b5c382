import type { JsonObject } from '../json';
import type { EffectDraft } from './effect';
import type { FlowEvent } from './event';
import type { Awaiting, TimerReason } from './session-state';
import type { SessionStatus } from './session-status';

/** Why a node did what it did: the rule it went by, what it compared, what came out. */
export interface Decision {
  rule: string;
  operands: JsonObject;
  outcome: string;
}

export const IGNORE_REASONS = [
  'ended',
  'paused',
  'not_paused',
  'expired',
  'already_started',
  'other_session',
  'unknown_choice',
  'not_awaited',
  'unknown_event',
] as const;
export type IgnoreReason = (typeof IGNORE_REASONS)[number];

/** What the engine did, for people who look into a session. */
export type TraceEntry =
  | { kind: 'entered'; nodeId: string; nodeType: string }
  | ({ kind: 'decided'; nodeId: string } & Decision)
  | { kind: 'left'; nodeId: string; handle: string }
  | { kind: 'effect'; nodeId: string; effect: EffectDraft['kind']; id: string; task?: string }
  | { kind: 'waiting'; nodeId: string; awaits: Awaiting['kind']; why?: TimerReason; until?: number }
  /** Messages over the limit of the node or of the flow wait. */
  | { kind: 'limited'; nodeId: string; limit: 'node' | 'flow'; sent: number; until: number }
  | { kind: 'queued'; nodeId: string; nodes: string[] }
  | { kind: 'goal'; nodeId: string; goal: string }
  /** It is paused: the event waits until it goes on. */
  | { kind: 'held'; event: FlowEvent['kind'] }
  | { kind: 'resumed'; held: number }
  | { kind: 'ended'; status: SessionStatus; reason: string; nodeId?: string }
  | { kind: 'ignored'; event: string; reason: IgnoreReason }
  | { kind: 'variables-full'; nodeId: string };
