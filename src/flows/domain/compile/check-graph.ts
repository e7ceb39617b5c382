import type { FlowDefinition, FlowEdge } from '../dsl/flow-definition';
import type { FlowNode } from '../engine/nodes';
import { immediateEdges } from './immediate-edges';
import type { FlowProblem } from './problem';

/** Whether there is a way in, a way to every node, and no way to go round without anyone doing anything. */
export function checkGraph({ nodes, edges }: FlowDefinition): FlowProblem[] {
  const triggers = nodes.filter(({ type }) => type === 'trigger');
  if (triggers.length === 0) return [{ code: 'no_trigger', message: 'a flow needs a trigger that starts it' }];
  const reached = reachableFrom(
    triggers.map(({ id }) => id),
    edges,
  );
  return [
    ...nodes
      .filter(({ id }) => !reached.has(id))
      .map(({ id }): FlowProblem => ({ code: 'unreachable', nodeId: id, message: 'no trigger leads here' })),
    ...nodesThatSpin(nodes, edges).map((nodeId): FlowProblem => ({
      code: 'endless_loop',
      nodeId,
      message: 'this loop contains nothing that waits for the person',
    })),
  ];
}

function reachableFrom(starts: readonly string[], edges: readonly FlowEdge[]): Set<string> {
  const reached = new Set(starts);
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source, target } of edges) {
      if (source !== id || reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}

/** Nodes that lead back to themselves over exits that are left at once. */
function nodesThatSpin(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): string[] {
  const immediate = immediateEdges(nodes, edges);
  const targetsOf = (id: string) => immediate.filter(({ source }) => source === id).map(({ target }) => target);
  return nodes.map(({ id }) => id).filter((id) => reachableFrom(targetsOf(id), immediate).has(id));
}
