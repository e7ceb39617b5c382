import { z } from 'zod';
import { textSchema, variableNameSchema } from '../../dsl/ids';
import { displayText, renderTemplate } from '../../template/template';
import type { JsonObject } from '../../json';
import type { FlowMessageIn, TaskOutcome } from '../event';
import { AI_REPLY } from '../tasks';
import type { Decision } from '../trace';
import { aiSettingsData, knowledgeData } from './ai-settings';
import { type Burst, burstIn, burstOfScope, joined, joinSecondsData, MAX_JOINED, wholeOf } from './burst';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, type NodeOf, type NodeView, PLAIN_NODE, rateLimitData, type Step } from './node-kind';
import { sendText } from './plain-message';

export const aiReplyData = nodeData({
  /** What the reply should do; may be a template. */
  instructions: textSchema,
  knowledgeItemIds: knowledgeData,
  ai: aiSettingsData,
  /** Variable that keeps the reply. */
  storeAs: variableNameSchema.optional(),
  /** Without it, the reply is only kept. */
  send: z.boolean().default(true),
  joinSeconds: joinSecondsData,
  rateLimit: rateLimitData,
});
export type AiReplyData = z.infer<typeof aiReplyData>;

type AiReply = NodeOf<'ai_reply', AiReplyData>;

/** How often an answer is asked for anew because the person goes on writing. */
const MAX_ASKED = 5;

/** One reply by a model: `next`, or `escalate` when the model says that a person is needed, or `error`. */
export const aiReplyNode: NodeKind<'ai_reply', AiReplyData> = {
  ...PLAIN_NODE,
  type: 'ai_reply',
  handles: () => [
    { name: 'next', required: false, waits: false },
    { name: 'escalate', required: true, waits: false },
    { name: 'error', required: true, waits: false },
  ],
  variables: ({ storeAs }) => (storeAs === undefined ? [] : [storeAs]),
  messages: ({ send }) => (send ? 1 : 0),
  tasks: () => [AI_REPLY],
  check: ({ instructions }, context) => checkTemplate(instructions, 'instructions', context),
  longestSilence: ({ joinSeconds = 0 }) => joinSeconds * 1_000,
  enter: (node, view) => {
    const burst = burstOfScope(view.scope);
    const { joinSeconds } = node.data;
    return joinSeconds === undefined ? asking(node, view, { burst, asked: 0 }) : joining(burst, joinSeconds);
  },
  resume: (node, arrival, view) => {
    if (arrival.kind === 'task-result') return afterReply(node, arrival.outcome, view);
    return hear(node, arrival.kind === 'message' ? arrival.message : null, view);
  },
};

/** More of the thought: an answer that is still being made would miss it, so it is asked for anew. */
function hear(node: AiReply, message: FlowMessageIn | null, view: NodeView): Step | null {
  const asked = view.memory?.['asked'];
  const burst = burstIn(view.memory);
  const whole = message === null ? (burst ?? burstOfScope(view.scope)) : joined(burst, message);
  if (typeof asked === 'number') return asked < MAX_ASKED ? asking(node, view, { burst: whole, asked }) : null;
  const { joinSeconds } = node.data;
  const waits = message !== null && joinSeconds !== undefined && whole.texts.length < MAX_JOINED;
  return waits ? joining(whole, joinSeconds) : asking(node, view, { burst: whole, asked: 0 });
}

const joining = (burst: Burst, joinSeconds: number): Step => ({
  then: { kind: 'await-reply', timeoutMs: joinSeconds * 1_000, memory: burst },
});

function asking(
  { data: { instructions, knowledgeItemIds, ai } }: AiReply,
  { scope }: NodeView,
  { burst, asked }: { burst: Burst; asked: number },
): Step {
  const heard = wholeOf(burst);
  const input: JsonObject = {
    instructions: renderTemplate(instructions, scope),
    text: heard.text,
    ...(heard.attachmentUrls.length > 0 && { attachmentUrls: heard.attachmentUrls }),
    knowledgeItemIds,
    settings: { ...ai },
  };
  return {
    effects: [{ kind: 'task', task: AI_REPLY, input }],
    ...(burst.texts.length > 1 && { heard }),
    then: { kind: 'await-task', hears: true, memory: { ...burst, asked: asked + 1 } },
  };
}

function afterReply({ data }: AiReply, outcome: TaskOutcome, view: NodeView): Step {
  const handle = exitOf(outcome);
  const because = [decisionOf(outcome, handle)];
  const text = outcome.ok ? displayText(outcome.value['text']).trim() : '';
  if (handle === 'error' || text === '') return { because, then: { kind: 'go', handle } };
  return {
    because,
    effects: data.send ? [sendText(text, view.limits)] : [],
    vars: data.storeAs === undefined ? {} : { [data.storeAs]: text },
    then: { kind: 'go', handle },
  };
}

/** An escalation may come with a last text; a reply without one is none. */
function exitOf(outcome: TaskOutcome): 'next' | 'escalate' | 'error' {
  if (!outcome.ok) return 'error';
  if (outcome.value['escalate'] === true) return 'escalate';
  return displayText(outcome.value['text']).trim() === '' ? 'error' : 'next';
}

function decisionOf(outcome: TaskOutcome, handle: string): Decision {
  const { escalate = false, reason = null } = outcome.ok ? outcome.value : {};
  return { rule: 'ai_reply', operands: outcome.ok ? { escalate, reason } : { error: outcome.error }, outcome: handle };
}
