import { z } from 'zod';
import { textSchema, variableNameSchema } from '../../dsl/ids';
import { displayText, renderTemplate } from '../../template/template';
import type { TaskOutcome } from '../event';
import { AI_REPLY } from '../tasks';
import type { Decision } from '../trace';
import { aiSettingsData, knowledgeData } from './ai-settings';
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
  rateLimit: rateLimitData,
});
export type AiReplyData = z.infer<typeof aiReplyData>;

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
  enter: ({ data: { instructions, knowledgeItemIds, ai } }, { scope }) => {
    const input = {
      instructions: renderTemplate(instructions, scope),
      text: scope.message['text'] ?? '',
      knowledgeItemIds,
      settings: { ...ai },
    };
    return { effects: [{ kind: 'task', task: AI_REPLY, input }], then: { kind: 'await-task' } };
  },
  resume: (node, arrival, view) => (arrival.kind === 'task-result' ? afterReply(node, arrival.outcome, view) : null),
};

function afterReply({ data }: NodeOf<'ai_reply', AiReplyData>, outcome: TaskOutcome, view: NodeView): Step {
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
