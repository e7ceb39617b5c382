import { z } from 'zod';
import { idSchema } from '../../dsl/ids';
import { addNoteData, addNoteNode } from './add-note';
import { aiAgentData, aiAgentNode } from './ai-agent';
import { aiReplyData, aiReplyNode } from './ai-reply';
import { captureGoalData, captureGoalNode } from './capture-goal';
import { collectInputNode } from './collect-input';
import { collectInputData } from './collect-input-data';
import { conditionData, conditionNode } from './condition';
import { createTaskData, createTaskNode } from './create-task';
import { delayData, delayNode } from './delay';
import { detectIntentData, detectIntentNode } from './detect-intent';
import { endData, endNode } from './end';
import { handoffData, handoffNode } from './handoff';
import { httpRequestData, httpRequestNode } from './http-request';
import { jumpData, jumpNode } from './jump';
import { lookupProfileData, lookupProfileNode } from './lookup-profile';
import type { NodeKind } from './node-kind';
import { replyToCommentData, replyToCommentNode } from './reply-to-comment';
import { routerData, routerNode } from './router';
import { sendMessageData, sendMessageNode } from './send-message';
import { setVariableData, setVariableNode } from './set-variable';
import { splitData, splitNode } from './split';
import { subFlowData, subFlowNode } from './sub-flow';
import { triggerData, triggerNode } from './trigger';
import { updateContactData, updateContactNode } from './update-contact';
import { waitForReplyData, waitForReplyNode } from './wait-for-reply';

/** Coordinates on the editor's canvas; the engine does not look at them. */
const positionSchema = z.object({ x: z.number(), y: z.number() }).optional();

function nodeSchemaOf<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({ id: idSchema, type: z.literal(type), position: positionSchema, data });
}

/** The closed union of nodes: a new kind is one file beside this one, a line here and a line below. */
export const nodeSchema = z.discriminatedUnion('type', [
  nodeSchemaOf('trigger', triggerData),
  nodeSchemaOf('send_message', sendMessageData),
  nodeSchemaOf('wait_for_reply', waitForReplyData),
  nodeSchemaOf('condition', conditionData),
  nodeSchemaOf('router', routerData),
  nodeSchemaOf('set_variable', setVariableData),
  nodeSchemaOf('jump', jumpData),
  nodeSchemaOf('sub_flow', subFlowData),
  nodeSchemaOf('handoff', handoffData),
  nodeSchemaOf('lookup_profile', lookupProfileData),
  nodeSchemaOf('add_note', addNoteData),
  nodeSchemaOf('ai_agent', aiAgentData),
  nodeSchemaOf('ai_reply', aiReplyData),
  nodeSchemaOf('capture_goal', captureGoalData),
  nodeSchemaOf('create_task', createTaskData),
  nodeSchemaOf('delay', delayData),
  nodeSchemaOf('detect_intent', detectIntentData),
  nodeSchemaOf('http_request', httpRequestData),
  nodeSchemaOf('reply_to_comment', replyToCommentData),
  nodeSchemaOf('split', splitData),
  nodeSchemaOf('update_contact', updateContactData),
  nodeSchemaOf('collect_input', collectInputData),
  nodeSchemaOf('end', endData),
]);

export type FlowNode = z.infer<typeof nodeSchema>;
export type FlowNodeType = FlowNode['type'];
type DataOf<Type extends FlowNodeType> = Extract<FlowNode, { type: Type }>['data'];

const KINDS: { [Type in FlowNodeType]: NodeKind<Type, DataOf<Type>> } = {
  trigger: triggerNode,
  send_message: sendMessageNode,
  wait_for_reply: waitForReplyNode,
  condition: conditionNode,
  router: routerNode,
  set_variable: setVariableNode,
  jump: jumpNode,
  sub_flow: subFlowNode,
  handoff: handoffNode,
  lookup_profile: lookupProfileNode,
  add_note: addNoteNode,
  ai_agent: aiAgentNode,
  ai_reply: aiReplyNode,
  capture_goal: captureGoalNode,
  create_task: createTaskNode,
  delay: delayNode,
  detect_intent: detectIntentNode,
  http_request: httpRequestNode,
  reply_to_comment: replyToCommentNode,
  split: splitNode,
  update_contact: updateContactNode,
  collect_input: collectInputNode,
  end: endNode,
};

/** The kind that belongs to the node's type, so its methods may be given that node's data. */
export function kindOf(node: { type: FlowNodeType }): NodeKind<FlowNodeType, FlowNode['data']> {
  return KINDS[node.type];
}
