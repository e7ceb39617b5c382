import type { CompiledFlow, CompiledNode } from '../compile/compiled-flow';
import { type FlowNode, type FlowNodeType, kindOf } from './nodes';
import type { NodeKind } from './nodes/node-kind';

export interface RateLimit {
  maxMessages: number;
  perMinutes: number;
}

/** A node with what the engine would otherwise look up at every step. */
export interface PreparedNode {
  node: CompiledNode;
  kind: NodeKind<FlowNodeType, FlowNode['data']>;
  /** Whether its message has choices that can be typed. */
  opensMenu: boolean;
  rateLimit: RateLimit | undefined;
}

export interface PreparedFlow {
  nodes: ReadonlyMap<string, PreparedNode>;
  /** Whether some text or condition may read the time of day. */
  readsTime: boolean;
}

const PREPARED = new WeakMap<CompiledFlow, PreparedFlow>();

/** Made once for each compiled flow. */
export function preparedFlow(flow: CompiledFlow): PreparedFlow {
  const known = PREPARED.get(flow);
  if (known !== undefined) return known;
  const prepared = {
    nodes: new Map(Object.values(flow.nodes).map((node) => [node.id, prepare(node)])),
    // A name cannot be read without being written somewhere.
    readsTime: /\btime\b/.test(JSON.stringify([flow.nodes, flow.settings])),
  };
  PREPARED.set(flow, prepared);
  return prepared;
}

function prepare(node: CompiledNode): PreparedNode {
  const kind = kindOf(node);
  const rateLimit = 'rateLimit' in node.data ? node.data.rateLimit : undefined;
  return { node, kind, opensMenu: kind.choices(node.data).length > 0, rateLimit };
}
