import { z } from 'zod';
import type { ChannelLimits } from '../../compile/channel-limits';
import type { DataProblem } from '../../compile/problem';
import type { JsonObject } from '../../json';
import type { Scope } from '../../template/reference';
import type { EffectDraft } from '../effect';
import type { TaskOutcome } from '../event';
import type { SessionStatus } from '../session-state';

/** An exit of a node, where an edge may start. */
export interface Handle {
  name: string;
  /** Without an edge there the flow cannot be published; elsewhere a missing edge ends the flow. */
  required: boolean;
  /** Left only when something happens in the conversation, so a loop through it cannot spin. */
  waits: boolean;
}

/** A button or quick reply that a person can tap or type. */
export interface Choice {
  id: string;
  title: string;
}

export interface CheckContext {
  limits: ChannelLimits;
  /** Variables that some node of the flow sets. */
  variables: ReadonlySet<string>;
}

/** What a node sees of the session while it runs. */
export interface NodeView {
  sessionId: string;
  scope: Scope;
  limits: ChannelLimits;
}

/** What became of the thing a node waited for. */
export type Arrival =
  | { kind: 'message'; text: string; attachmentUrl?: string }
  | { kind: 'timeout' }
  | { kind: 'task-result'; outcome: TaskOutcome };

export type Continuation =
  | { kind: 'go'; handle: string }
  | { kind: 'await-choice' }
  | { kind: 'await-reply'; timeoutMs: number }
  | { kind: 'await-task' }
  | { kind: 'end'; status: Extract<SessionStatus, 'completed' | 'handoff'> };

/** What a node does when it runs: pure data, carried out by the engine. */
export interface Step {
  effects?: EffectDraft[];
  /** Variables to set. */
  vars?: JsonObject;
  then: Continuation;
}

export interface NodeOf<Type extends string, Data> {
  id: string;
  type: Type;
  data: Data;
  /** Handle → id of the next node. */
  next: Record<string, string>;
}

/** Everything there is to know about one kind of node. */
export interface NodeKind<Type extends string, Data> {
  readonly type: Type;
  handles(data: Data): Handle[];
  /** Names of the variables that it may set. */
  variables(data: Data): string[];
  choices(data: Data): Choice[];
  /** How many messages it sends when entered, at most. */
  messages(data: Data): number;
  check(data: Data, context: CheckContext): DataProblem[];
  enter(node: NodeOf<Type, Data>, view: NodeView): Step;
  /** Goes on after a wait; null when the node did not wait for this. */
  resume(node: NodeOf<Type, Data>, arrival: Arrival): Step | null;
}

/** No exits, no variables, no choices, no messages, nothing to check, never waits: a kind spreads this and says where it differs. */
export const PLAIN_NODE = {
  handles: (): Handle[] => [],
  variables: (): string[] => [],
  choices: (): Choice[] => [],
  messages: (): number => 0,
  check: (): DataProblem[] => [],
  resume: (): Step | null => null,
};

/** Strict, so that a misspelt setting is a problem and not a default; `label` is the editor's. */
export function nodeData<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ label: z.string().max(120).optional(), ...shape });
}
