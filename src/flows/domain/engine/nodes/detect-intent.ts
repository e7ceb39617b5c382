import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { idSchema, variableNameSchema } from '../../dsl/ids';
import type { TaskOutcome } from '../event';
import { DETECT_INTENT } from '../tasks';
import type { Decision } from '../trace';
import { aiSettingsData } from './ai-settings';
import { nodeData, type NodeKind, type NodeOf, PLAIN_NODE, type Step } from './node-kind';

const NONE = 'none';
const ERROR = 'error';

const intent = z.strictObject({
  /** Name of the intent and of its exit. */
  id: idSchema.refine((id) => id !== NONE && id !== ERROR, 'is the name of an exit of the node itself'),
  description: z.string().trim().min(1).max(500),
});

export const detectIntentData = nodeData({
  intents: z.array(intent).min(1).max(30),
  /** Below it, none was found. */
  minConfidence: z.number().min(0).max(1).default(0.5),
  /** Variable that keeps the intent's name, or null. */
  storeAs: variableNameSchema.optional(),
  ai: aiSettingsData,
});
export type DetectIntentData = z.infer<typeof detectIntentData>;

/** Finds out what the person's last message is about: an exit for each intent, `none`, and `error` when nobody could tell. */
export const detectIntentNode: NodeKind<'detect_intent', DetectIntentData> = {
  ...PLAIN_NODE,
  type: 'detect_intent',
  handles: ({ intents }) =>
    [...intents.map(({ id }) => id), NONE, ERROR].map((name) => ({ name, required: true, waits: false })),
  variables: ({ storeAs }) => (storeAs === undefined ? [] : [storeAs]),
  tasks: () => [DETECT_INTENT],
  check: ({ intents }) =>
    intents.flatMap(({ id }, index): DataProblem[] =>
      intents.findIndex((other) => other.id === id) === index
        ? []
        : [{ code: 'duplicate_id', path: `intents.${index}.id`, message: `"${id}" names two intents` }],
    ),
  enter: ({ data: { intents, ai } }, { scope }) => ({
    effects: [
      { kind: 'task', task: DETECT_INTENT, input: { text: scope.message['text'] ?? '', intents, settings: { ...ai } } },
    ],
    then: { kind: 'await-task' },
  }),
  resume: (node, arrival) => (arrival.kind === 'task-result' ? afterDetection(node, arrival.outcome) : null),
};

function afterDetection({ data }: NodeOf<'detect_intent', DetectIntentData>, outcome: TaskOutcome): Step {
  const handle = outcome.ok ? foundIn(data, outcome.value) : ERROR;
  const found = handle === NONE || handle === ERROR ? null : handle;
  return {
    because: [decisionOf(data, outcome, handle)],
    vars: data.storeAs === undefined ? {} : { [data.storeAs]: found },
    then: { kind: 'go', handle },
  };
}

function foundIn({ intents, minConfidence }: DetectIntentData, { intent, confidence }: TaskValue): string {
  const known = intents.find(({ id }) => id === intent);
  const sure = typeof confidence !== 'number' || confidence >= minConfidence;
  return known !== undefined && sure ? known.id : NONE;
}

type TaskValue = Extract<TaskOutcome, { ok: true }>['value'];

function decisionOf({ minConfidence }: DetectIntentData, outcome: TaskOutcome, handle: string): Decision {
  if (!outcome.ok) return { rule: 'intent', operands: { error: outcome.error }, outcome: handle };
  const { intent = null, confidence = null } = outcome.value;
  return { rule: 'intent', operands: { intent, confidence, minConfidence }, outcome: handle };
}
