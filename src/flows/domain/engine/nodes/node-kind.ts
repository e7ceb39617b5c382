import { z } from 'zod';
import type { BusinessHours } from '../../../../shared/kernel';
import type { MessageFormat } from '../../compile/capabilities';
import type { ChannelLimits } from '../../compile/channel-limits';
import type { CheckContext } from '../../compile/check-context';
import type { DataProblem } from '../../compile/problem';
import type { JsonObject } from '../../json';
import type { Scope } from '../../template/reference';
import type { EffectDraft } from '../effect';
import type { FlowMessageIn, TaskOutcome } from '../event';
import type { Decision } from '../trace';

export type { CheckContext };

/** An exit of a node, where an edge may start. */
export interface Handle {
  name: string;
  /** Without an edge there the flow cannot be published; elsewhere a missing edge ends the path. */
  required: boolean;
  /** Left only when something happens in the conversation or time passes, so a loop through it cannot spin. */
  waits: boolean;
}

/** A button or quick reply that a person can tap or type. */
export interface Choice {
  id: string;
  title: string;
}

/** What a node sees of the session while it runs. */
export interface NodeView {
  readonly sessionId: string;
  readonly scope: Scope;
  readonly limits: ChannelLimits;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly hours: BusinessHours | null;
  /** What the node kept when it began to wait; absent when it is entered. */
  readonly memory?: JsonObject | undefined;
}

/** What became of the thing a node waited for. */
export type Arrival =
  { kind: 'message'; message: FlowMessageIn } | { kind: 'timeout' } | { kind: 'task-result'; outcome: TaskOutcome };

type Remembering = { memory?: JsonObject | undefined };

export type Continuation =
  | { kind: 'go'; handle: string }
  /** To the first; to each of the others when the path before it has ended. */
  | { kind: 'go-all'; handles: string[] }
  | ({ kind: 'await-choice' } & Remembering)
  | ({ kind: 'await-reply'; timeoutMs: number } & Remembering)
  | ({ kind: 'await-timer'; dueAt: number; why: 'delay' | 'typing' } & Remembering)
  /** The result of the step's only task. `hears`: what the person writes meanwhile comes to the node, too. */
  | ({ kind: 'await-task'; hears?: true } & Remembering)
  | { kind: 'end'; status: 'completed' | 'handed_off'; outcome?: string | undefined };

/** What a node does when it runs: pure data, carried out by the engine. */
export type Step = {
  effects?: EffectDraft[];
  /** Variables to set. */
  vars?: JsonObject;
  /** Why the node does this. */
  because?: Decision[];
  /** What counts as the person's last message from now on, if it is not the one that arrived. */
  heard?: FlowMessageIn;
  /** A goal that the session has reached. */
  goal?: string;
  then: Continuation;
};

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
  /** Names of the tasks that it asks for. */
  tasks(data: Data): string[];
  /** Kinds of messages beyond text with choices that it sends. */
  formats(data: Data): MessageFormat[];
  /** Milliseconds that may pass until this exit is left without the person having written; 0 when it is left at once or by them. */
  longestSilence(data: Data, handle: string): number;
  /** Milliseconds that surely pass until this exit is left without the person having written. */
  shortestSilence(data: Data, handle: string): number;
  check(data: Data, context: CheckContext): DataProblem[];
  enter(node: NodeOf<Type, Data>, view: NodeView): Step;
  /** Goes on after a wait; null when the node did not wait for this. */
  resume(node: NodeOf<Type, Data>, arrival: Arrival, view: NodeView): Step | null;
  /** What a tapped or typed choice does; unless it says otherwise, each choice is an exit. */
  choose(node: NodeOf<Type, Data>, choice: Choice, view: NodeView): Step;
}

/** No exits, no variables, no choices, no messages, no tasks, nothing to check, never waits: a kind spreads this and says where it differs. */
export const PLAIN_NODE = {
  handles: (): Handle[] => [],
  variables: (): string[] => [],
  choices: (): Choice[] => [],
  messages: (): number => 0,
  tasks: (): string[] => [],
  formats: (): MessageFormat[] => [],
  longestSilence: (): number => 0,
  shortestSilence: (): number => 0,
  check: (): DataProblem[] => [],
  resume: (): Step | null => null,
  choose: (_node: unknown, { id }: Choice): Step => ({ then: { kind: 'go', handle: id } }),
};

/** Strict, so that a misspelt setting is a problem and not a default; `label` is the editor's. */
export function nodeData<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ label: z.string().max(120).optional(), ...shape });
}

/** Of nodes that send messages: at most so many of this node's in a fixed span that begins with the first; more wait. */
export const rateLimitData = z
  .strictObject({
    maxMessages: z.int().min(1).max(1_000),
    perMinutes: z
      .int()
      .min(1)
      .max(24 * 60),
  })
  .optional();
