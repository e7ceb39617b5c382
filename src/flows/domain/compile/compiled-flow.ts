import type { FlowNode } from '../engine/nodes';
import type { ChannelLimits } from './channel-limits';

/** A node with its edges resolved: handle → id of the next node. */
export type CompiledNode = FlowNode & { next: Record<string, string> };

/** What starts the flow. */
export interface CompiledTrigger {
  nodeId: string;
  on: 'dm_message';
  /** Folded (see `foldText`), any of them as a word of its own; empty means that every message starts it. */
  keywords: string[];
}

/** The immutable artefact that a session runs: JSON, checked, nothing left to look up. */
export interface CompiledFlow {
  format: 1;
  nodes: Record<string, CompiledNode>;
  triggers: CompiledTrigger[];
  limits: ChannelLimits;
}

/** Own properties only: a node id comes from a definition, or from a button that someone tapped. */
export function nodeOf(flow: CompiledFlow, nodeId: string): CompiledNode | undefined {
  return Object.hasOwn(flow.nodes, nodeId) ? flow.nodes[nodeId] : undefined;
}

export function targetOf(node: CompiledNode, handle: string): string | undefined {
  return Object.hasOwn(node.next, handle) ? node.next[handle] : undefined;
}
