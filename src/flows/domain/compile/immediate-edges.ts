import type { FlowEdge } from '../dsl/flow-definition';
import { type FlowNode, kindOf } from '../engine/nodes';

/** The edges that a flow follows without waiting for the person. */
export function immediateEdges(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowEdge[] {
  const waiting = new Set(nodes.flatMap(waitingExitsOf));
  return edges.filter(({ source, sourceHandle }) => !waiting.has(exitOf(source, sourceHandle)));
}

function waitingExitsOf(node: FlowNode): string[] {
  const waiting = kindOf(node)
    .handles(node.data)
    .filter(({ waits }) => waits);
  return waiting.map(({ name }) => exitOf(node.id, name));
}

function exitOf(nodeId: string, handle: string): string {
  return JSON.stringify([nodeId, handle]);
}
