import type { FlowEdge } from '../dsl/flow-definition';
import type { FlowNode } from '../engine/nodes';
import type { Finding } from './finding';

/** The edges that stand for `jump` nodes. */
export function resolveJumps(nodes: readonly FlowNode[]): { edges: FlowEdge[]; findings: Finding[] } {
  const types = new Map(nodes.map(({ id, type }) => [id, type]));
  const edges: FlowEdge[] = [];
  const findings: Finding[] = [];
  for (const node of nodes) {
    if (node.type !== 'jump') continue;
    const { to } = node.data;
    const type = types.get(to);
    const place = { nodeId: node.id, path: 'data.to' };
    if (type === undefined) findings.push({ code: 'unknown_node', ...place, message: `there is no node "${to}"` });
    else if (type === 'trigger') {
      findings.push({ code: 'edge_into_trigger', ...place, message: 'nothing can lead into a trigger' });
    } else edges.push({ id: `${node.id} jump`, source: node.id, sourceHandle: 'next', target: to });
  }
  return { edges, findings };
}
