import { z } from 'zod';
import { idSchema } from '../../dsl/ids';
import { conditionData, conditionNode } from './condition';
import { endData, endNode } from './end';
import { handoffData, handoffNode } from './handoff';
import { lookupProfileData, lookupProfileNode } from './lookup-profile';
import type { NodeKind } from './node-kind';
import { sendMessageData, sendMessageNode } from './send-message';
import { setVariableData, setVariableNode } from './set-variable';
import { triggerData, triggerNode } from './trigger';
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
  nodeSchemaOf('set_variable', setVariableData),
  nodeSchemaOf('handoff', handoffData),
  nodeSchemaOf('lookup_profile', lookupProfileData),
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
  set_variable: setVariableNode,
  handoff: handoffNode,
  lookup_profile: lookupProfileNode,
  end: endNode,
};

/** The kind that belongs to the node's type, so its methods may be given that node's data. */
export function kindOf(node: { type: FlowNodeType }): NodeKind<FlowNodeType, FlowNode['data']> {
  return KINDS[node.type];
}
