import type { FlowSettings } from '../dsl/flow-settings';
import type { FlowNode } from '../engine/nodes';
import type { CompiledTrigger } from '../triggers/compiled-trigger';
import type { ChannelLimits } from './channel-limits';

/** A node with its edges resolved: handle → id of the next node. */
export type CompiledNode = FlowNode & { next: Record<string, string> };

/** The immutable artefact that a session runs: JSON, checked, nothing left to look up. */
export interface CompiledFlow {
  format: 2;
  /** SHA-256 of what the flow does: the same whatever the order of keys, nodes and edges, their places on the canvas and their edges' ids. */
  hash: string;
  nodes: Record<string, CompiledNode>;
  triggers: CompiledTrigger[];
  limits: ChannelLimits;
  settings: FlowSettings;
  /** What a turn must load before it runs the flow. */
  reads: {
    /** More of the contact than name and username. */
    contact: boolean;
  };
  /** Names of all variables that its nodes may set, in alphabetical order. */
  variables: string[];
}

/** Own properties only: a node id comes from a definition, or from a button that someone tapped. */
export function nodeOf(flow: CompiledFlow, nodeId: string): CompiledNode | undefined {
  return Object.hasOwn(flow.nodes, nodeId) ? flow.nodes[nodeId] : undefined;
}

export function targetOf(node: CompiledNode, handle: string): string | undefined {
  return Object.hasOwn(node.next, handle) ? node.next[handle] : undefined;
}
