import { z } from 'zod';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

/** The exit that the compiler leads into the other flow. */
export const SUB_FLOW_ENTRY = 'enter';

export const subFlowData = nodeData({
  /** A published template; what it is when this flow is published is what runs. */
  templateId: z.string().trim().min(1).max(64),
});
export type SubFlowData = z.infer<typeof subFlowData>;

/** Runs the nodes of another flow, which the compiler puts in its place, and goes on at `next` where these end. */
export const subFlowNode: NodeKind<'sub_flow', SubFlowData> = {
  ...PLAIN_NODE,
  type: 'sub_flow',
  handles: () => [
    { name: 'next', required: false, waits: false },
    { name: SUB_FLOW_ENTRY, required: false, waits: false },
  ],
  enter: () => ({ then: { kind: 'go', handle: SUB_FLOW_ENTRY } }),
};
