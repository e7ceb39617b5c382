import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { textSchema, variableNameSchema } from '../../dsl/ids';
import { isJsonObject, type Json, type JsonObject } from '../../json';
import { displayText, renderTemplate } from '../../template/template';
import type { FlowMessageIn, TaskOutcome } from '../event';
import { AI_AGENT } from '../tasks';
import type { Decision } from '../trace';
import { aiSettingsData, knowledgeData } from './ai-settings';
import { type Burst, burstIn, burstOfScope, joined, wholeOf } from './burst';
import { checkSlotBounds } from './check-slot-bounds';
import { checkTemplate } from './check-template';
import { type SlotData, slotData } from './collect-input-data';
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
import { readSlot } from './read-slot';

const MAX_TIMEOUT_SECONDS = 7 * 24 * 60 * 60;
/** How often the model is asked about one turn because the person goes on writing. */
const MAX_ASKED = 5;
const EXITS = ['done', 'stopped', 'escalate', 'limit', 'timeout', 'error'] as const;
type Exit = (typeof EXITS)[number];

/** What a model may have done while it answers, of what an author allows. */
export const AGENT_TOOLS = [
  'search_knowledge',
  'read_contact',
  'update_contact',
  'add_note',
  'create_task',
  'capture_goal',
  'check_hours',
  'http_request',
] as const;
export type AgentToolName = (typeof AGENT_TOOLS)[number];

const slot = z.strictObject({
  /** Name of the slot and of the variable that keeps its value. */
  key: variableNameSchema,
  question: z.string().trim().min(1).max(500),
  required: z.boolean().default(true),
  /** What a value must be; without it, any text. One that does not fit is not kept. */
  accepts: slotData.optional(),
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
  tools: z.array(z.enum(AGENT_TOOLS)).max(AGENT_TOOLS.length).default([]),
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
  enter: (node, view) => asking(node, view, { ...NEW_TALK, burst: burstOfScope(view.scope) }),
  resume: (node, arrival, view) => {
    const talk = talkOf(view.memory);
    switch (arrival.kind) {
      case 'timeout':
        return { then: { kind: 'go', handle: 'timeout' } };
      case 'message':
        return hear(node, arrival.message, { view, talk });
      case 'task-result':
        return afterTurn(node, arrival.outcome, { view, talk });
    }
  },
};

function silenceBefore({ timeoutSeconds }: AiAgentData, handle: string): number {
  return handle === 'timeout' ? timeoutSeconds * 1_000 : 0;
}

/** How far the talk is. `burst`: what the person says in this turn; `asked`: how often the model was asked about it. */
type Talk = { turn: number; slots: JsonObject; burst: Burst; asked: number };

const NEW_TALK = { turn: 0, slots: {}, asked: 0 };

function talkOf(memory: JsonObject = {}): Talk {
  const { turn, slots, asked } = memory;
  return {
    turn: typeof turn === 'number' ? turn : 0,
    slots: isJsonObject(slots) ? slots : {},
    burst: burstIn(memory) ?? { texts: [], attachmentUrls: [] },
    asked: typeof asked === 'number' ? asked : 0,
  };
}

/** A new turn, or, while the model is still at the last one, more of what it is about: then it is asked anew. */
function hear(node: AiAgent, message: FlowMessageIn, { view, talk }: { view: NodeView; talk: Talk }): Step | null {
  if (talk.asked >= MAX_ASKED) return null;
  if (talk.asked > 0) return asking(node, view, { ...talk, burst: joined(talk.burst, message) });
  return asking(node, view, { ...talk, turn: talk.turn + 1, burst: joined(null, message) });
}

function asking({ data }: AiAgent, { scope }: NodeView, { burst, ...talk }: Talk): Step {
  const { instructions, slots, endCondition = null, stopCondition = null, knowledgeItemIds, tools, ai } = data;
  const heard = wholeOf(burst);
  const input: JsonObject = {
    instructions: renderTemplate(instructions, scope),
    text: heard.text,
    slots: slots.map(({ accepts, ...it }) => ({ ...it, ...shapeOf(accepts), value: valueIn(talk.slots, it.key) })),
    turn: talk.turn,
    endCondition,
    stopCondition,
    knowledgeItemIds,
    ...(tools.length === 0 ? {} : { tools }),
    settings: { ...ai },
  };
  return {
    effects: [{ kind: 'task', task: AI_AGENT, input }],
    ...(burst.texts.length > 1 && { heard }),
    then: { kind: 'await-task', hears: true, memory: { ...talk, ...burst, asked: talk.asked + 1 } },
  };
}

function valueIn(slots: JsonObject, key: string): Json {
  return Object.hasOwn(slots, key) ? (slots[key] ?? null) : null;
}

function afterTurn(node: AiAgent, outcome: TaskOutcome, { view, talk }: { view: NodeView; talk: Talk }): Step {
  if (!outcome.ok) return leaving('error', { error: outcome.error });
  const { reply, slots: found, calls } = outcome.value;
  const had: JsonObject = calls === undefined ? {} : { calls };
  const slots = { ...talk.slots, ...filled(node.data, found, view) };
  const text = displayText(reply).trim();
  const exit = exitOf(node.data, outcome.value, { turn: talk.turn, slots });
  const said = { effects: text === '' ? [] : [sendText(text, view.limits)], vars: slots };
  if (exit !== null) return { ...said, ...leaving(exit, { turn: talk.turn, slots, ...had }) };
  const timeoutMs = node.data.timeoutSeconds * 1_000;
  const because = [{ rule: 'ai_agent', operands: { turn: talk.turn, slots, ...had }, outcome: 'asks on' }];
  return { ...said, because, then: { kind: 'await-reply', timeoutMs, memory: { turn: talk.turn, slots } } };
}

function leaving(exit: Exit, operands: JsonObject): Step {
  const because: Decision[] = [{ rule: 'ai_agent', operands, outcome: exit }];
  return { because, then: { kind: 'go', handle: exit } };
}

/** Values of the node's own slots, as far as they are what the slot accepts. */
function filled({ slots }: AiAgentData, found: Json | undefined, view: NodeView): JsonObject {
  if (!isJsonObject(found)) return {};
  const entries = slots.flatMap(({ key, accepts }) => {
    const value = valueIn(found, key);
    if (value === null || accepts === undefined) return value === null ? [] : [[key, value] as const];
    const reading = readSlot(accepts, displayText(value), view);
    return reading.ok ? [[key, reading.value] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** What a value looks like, in words for a model. */
function shapeOf(accepts: SlotData | undefined): JsonObject {
  if (accepts === undefined) return {};
  if (accepts.type !== 'choice') return { kind: accepts.type };
  return { kind: `one of: ${accepts.choices.map(({ title }) => title).join(', ')}` };
}

/** Where the talk ends, or null. It is not done while a required slot is empty, whatever the model says. */
function exitOf({ slots, maxTurns }: AiAgentData, value: JsonObject, talk: Pick<Talk, 'turn' | 'slots'>): Exit | null {
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
  const shapes = slots.flatMap(({ accepts }, index) =>
    accepts === undefined ? [] : checkSlotBounds(accepts, `slots.${index}.accepts`),
  );
  return [...checkTemplate(instructions, 'instructions', context), ...repeated, ...shapes];
}
