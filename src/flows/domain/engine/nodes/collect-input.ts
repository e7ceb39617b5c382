import type { DataProblem } from '../../compile/problem';
import type { Json, JsonObject } from '../../json';
import { displayText, renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import { choicePayload } from '../choice-payload';
import type { EffectDraft } from '../effect';
import { UPDATE_CONTACT } from '../tasks';
import type { Decision } from '../trace';
import { checkSlotBounds } from './check-slot-bounds';
import { checkTemplate } from './check-template';
import type { CollectInputData } from './collect-input-data';
import { checkChoiceList, placedChoices, tooMany } from './message-parts';
import {
  type CheckContext,
  type Choice,
  type NodeKind,
  type NodeOf,
  type NodeView,
  PLAIN_NODE,
  type Step,
} from './node-kind';
import { readSlot } from './read-slot';

/** Longer replies are read up to here. */
const MAX_REPLY = 1_000;

type CollectInput = NodeOf<'collect_input', CollectInputData>;

/** Asks for one value of a type, again when the reply does not fit, and keeps the typed value. */
export const collectInputNode: NodeKind<'collect_input', CollectInputData> = {
  ...PLAIN_NODE,
  type: 'collect_input',
  handles: () => ['next', 'failed', 'timeout'].map((name) => ({ name, required: true, waits: true })),
  variables: ({ storeAs }) => [storeAs],
  choices: choicesOf,
  messages: () => 1,
  tasks: ({ saveTo }) => (saveTo === undefined ? [] : [UPDATE_CONTACT]),
  longestSilence: silenceBefore,
  shortestSilence: silenceBefore,
  check: (data, context) => [...checkTexts(data, context), ...checkSlot(data, context)],
  enter: (node, view) => asking(node, node.data.text, { view, attempts: 0 }),
  resume: (node, arrival, view) => {
    if (arrival.kind === 'timeout') return { then: { kind: 'go', handle: 'timeout' } };
    return arrival.kind === 'message' ? hear(node, arrival.message.text, view) : null;
  },
  choose: (node, { title }, view) => hear(node, title, view),
};

function silenceBefore({ timeoutSeconds }: CollectInputData, handle: string): number {
  return handle === 'timeout' ? timeoutSeconds * 1_000 : 0;
}

function choicesOf({ slot }: CollectInputData): Choice[] {
  return slot.type === 'choice' ? slot.choices.map(({ id, title }) => ({ id, title })) : [];
}

function hear(node: CollectInput, reply: string, view: NodeView): Step {
  const { slot, retries, text, retryText = text } = node.data;
  const attempts = Number(view.memory?.['attempts'] ?? 0) + 1;
  const reading = readSlot(slot, reply.slice(0, MAX_REPLY), view);
  const because = [decisionOf(node.data, reply, attempts, reading.ok ? 'valid' : reading.rule)];
  if (reading.ok) return { ...keeping(node.data, reading.value), because, then: { kind: 'go', handle: 'next' } };
  if (attempts > retries) return { because, then: { kind: 'go', handle: 'failed' } };
  return { ...asking(node, retryText, { view, attempts }), because };
}

function decisionOf({ slot, retries }: CollectInputData, reply: string, attempt: number, outcome: string): Decision {
  return { rule: 'slot', operands: { type: slot.type, reply: reply.slice(0, 100), attempt, retries }, outcome };
}

function keeping({ storeAs, saveTo }: CollectInputData, value: Json): Pick<Step, 'vars' | 'effects'> {
  const vars = { [storeAs]: value };
  if (saveTo === undefined) return { vars };
  const input = { set: setOf(saveTo, value), addTags: [], removeTags: [] };
  return { vars, effects: [{ kind: 'task', task: UPDATE_CONTACT, input }] };
}

function setOf(saveTo: string, value: Json): JsonObject {
  const [group = '', key] = saveTo.split('.');
  return key === undefined ? { [group]: displayText(value) } : { [group]: { [key]: value } };
}

function asking(
  node: CollectInput,
  template: string,
  { view, attempts }: { view: NodeView; attempts: number },
): Pick<Step, 'effects' | 'then'> {
  return {
    effects: [question(node, template, view)],
    then: { kind: 'await-reply', timeoutMs: node.data.timeoutSeconds * 1_000, memory: { attempts } },
  };
}

function question({ id: nodeId, data }: CollectInput, template: string, view: NodeView): EffectDraft {
  const { scope, limits, sessionId } = view;
  const quickReplies = choicesOf(data).map(({ id: choiceId, title }) => ({
    title,
    payload: choicePayload({ sessionId, nodeId, choiceId }),
  }));
  const text = clipText(renderTemplate(template, scope), limits.text);
  return { kind: 'send', message: { text, buttons: [], quickReplies } };
}

function checkTexts({ text, retryText }: CollectInputData, context: CheckContext): DataProblem[] {
  return [
    ...checkTemplate(text, 'text', context, context.limits.text),
    ...(retryText === undefined ? [] : checkTemplate(retryText, 'retryText', context, context.limits.text)),
  ];
}

function checkSlot({ slot }: CollectInputData, context: CheckContext): DataProblem[] {
  return slot.type === 'choice' ? checkChoices(slot.choices, context) : checkSlotBounds(slot, 'slot');
}

function checkChoices(choices: readonly Choice[], context: CheckContext): DataProblem[] {
  const { maxQuickReplies } = context.limits;
  const problems = checkChoiceList(placedChoices('slot.choices', choices), context);
  return choices.length > maxQuickReplies ? [tooMany('slot.choices', maxQuickReplies), ...problems] : problems;
}
