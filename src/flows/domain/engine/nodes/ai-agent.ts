import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { textSchema, variableNameSchema } from '../../dsl/ids';
import { isJsonObject, type Json, type JsonObject } from '../../json';
import { displayText, renderTemplate } from '../../template/template';
import type { TaskOutcome } from '../event';
import { AI_AGENT } from '../tasks';
import type { Decision } from '../trace';
import { aiSettingsData, knowledgeData } from './ai-settings';
import { checkTemplate } from './check-template';
import {
  type CheckContext,
  nodeData,
  type NodeKind,
  type NodeOf,
  type NodeView,
  PLAIN_NODE,
  rateLimitData,
  type Step,
} from './node-kind';
import { sendText } from './plain-message';

const MAX_TIMEOUT_SECONDS = 7 * 24 * 60 * 60;
const EXITS = ['done', 'stopped', 'escalate', 'limit', 'timeout', 'error'] as const;
type Exit = (typeof EXITS)[number];

const slot = z.strictObject({
  /** Name of the slot and of the variable that keeps its value. */
  key: variableNameSchema,
  question: z.string().trim().min(1).max(500),
  required: z.boolean().default(true),
});

export const aiAgentData = nodeData({
  /** Who the agent is and what it is for; may be a template. */
  instructions: textSchema,
  /** What it should find out. */
  slots: z.array(slot).max(20).default([]),
  /** When it is done, beside having the required slots; when it should give up. */
  endCondition: z.string().trim().min(1).max(500).optional(),
  stopCondition: z.string().trim().min(1).max(500).optional(),
  /** Answers of the person that it hears before it leaves by `limit`. */
  maxTurns: z.int().min(1).max(30).default(10),
  timeoutSeconds: z.int().min(1).max(MAX_TIMEOUT_SECONDS),
  knowledgeItemIds: knowledgeData,
  ai: aiSettingsData,
  rateLimit: rateLimitData,
});
export type AiAgentData = z.infer<typeof aiAgentData>;
type AiAgent = NodeOf<'ai_agent', AiAgentData>;

/** A talk led by a model over several turns, until it is done, gives up, or needs a person. */
export const aiAgentNode: NodeKind<'ai_agent', AiAgentData> = {
  ...PLAIN_NODE,
  type: 'ai_agent',
  handles: () => EXITS.map((name) => ({ name, required: true, waits: name === 'timeout' })),
  variables: ({ slots }) => slots.map(({ key }) => key),
  messages: () => 1,
  tasks: () => [AI_AGENT],
  longestSilence: silenceBefore,
  shortestSilence: silenceBefore,
  check: checkAgent,
  enter: (node, view) => asking(node, view, { turn: 0, slots: {} }),
  resume: (node, arrival, view) => {
    const talk = talkOf(view.memory);
    switch (arrival.kind) {
      case 'timeout':
        return { then: { kind: 'go', handle: 'timeout' } };
      case 'message':
        return asking(node, view, { ...talk, turn: talk.turn + 1 });
      case 'task-result':
        return afterTurn(node, arrival.outcome, { view, talk });
    }
  },
};

function silenceBefore({ timeoutSeconds }: AiAgentData, handle: string): number {
  return handle === 'timeout' ? timeoutSeconds * 1_000 : 0;
}

/** How far the talk is. */
type Talk = { turn: number; slots: JsonObject };

function talkOf(memory: JsonObject = {}): Talk {
  const { turn, slots } = memory;
  return { turn: typeof turn === 'number' ? turn : 0, slots: isJsonObject(slots) ? slots : {} };
}

function asking({ data }: AiAgent, { scope }: NodeView, talk: Talk): Step {
  const { instructions, slots, endCondition = null, stopCondition = null, knowledgeItemIds, ai } = data;
  const input: JsonObject = {
    instructions: renderTemplate(instructions, scope),
    text: scope.message['text'] ?? '',
    slots: slots.map((it) => ({ ...it, value: valueIn(talk.slots, it.key) })),
    turn: talk.turn,
    endCondition,
    stopCondition,
    knowledgeItemIds,
    settings: { ...ai },
  };
  return { effects: [{ kind: 'task', task: AI_AGENT, input }], then: { kind: 'await-task', memory: talk } };
}

function valueIn(slots: JsonObject, key: string): Json {
  return Object.hasOwn(slots, key) ? (slots[key] ?? null) : null;
}

function afterTurn(node: AiAgent, outcome: TaskOutcome, { view, talk }: { view: NodeView; talk: Talk }): Step {
  if (!outcome.ok) return leaving('error', { error: outcome.error });
  const { reply, slots: found } = outcome.value;
  const slots = { ...talk.slots, ...filled(node.data, found) };
  const text = displayText(reply).trim();
  const exit = exitOf(node.data, outcome.value, { turn: talk.turn, slots });
  const said = { effects: text === '' ? [] : [sendText(text, view.limits)], vars: slots };
  if (exit !== null) return { ...said, ...leaving(exit, { turn: talk.turn, slots }) };
  const timeoutMs = node.data.timeoutSeconds * 1_000;
  const because = [{ rule: 'ai_agent', operands: { turn: talk.turn, slots }, outcome: 'asks on' }];
  return { ...said, because, then: { kind: 'await-reply', timeoutMs, memory: { turn: talk.turn, slots } } };
}

function leaving(exit: Exit, operands: JsonObject): Step {
  const because: Decision[] = [{ rule: 'ai_agent', operands, outcome: exit }];
  return { because, then: { kind: 'go', handle: exit } };
}

/** Values of the node's own slots. */
function filled({ slots }: AiAgentData, found: Json | undefined): JsonObject {
  if (!isJsonObject(found)) return {};
  const entries = slots.flatMap(({ key }) => {
    const value = valueIn(found, key);
    return value === null ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Where the talk ends, or null. It is not done while a required slot is empty, whatever the model says. */
function exitOf({ slots, maxTurns }: AiAgentData, value: JsonObject, talk: Talk): Exit | null {
  if (value['escalate'] === true) return 'escalate';
  if (value['stopped'] === true) return 'stopped';
  const missing = slots.some(({ key, required }) => required && !Object.hasOwn(talk.slots, key));
  if (value['done'] === true && !missing) return 'done';
  if (displayText(value['reply']).trim() === '') return 'error';
  return talk.turn >= maxTurns ? 'limit' : null;
}

function checkAgent({ instructions, slots }: AiAgentData, context: CheckContext): DataProblem[] {
  const repeated = slots.flatMap(({ key }, index): DataProblem[] =>
    slots.findIndex((other) => other.key === key) === index
      ? []
      : [{ code: 'duplicate_id', path: `slots.${index}.key`, message: `"${key}" names two slots` }],
  );
  return [...checkTemplate(instructions, 'instructions', context), ...repeated];
}
