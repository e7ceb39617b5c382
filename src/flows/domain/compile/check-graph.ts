import type { Finding } from './finding';
import type { FlowGraph } from './flow-graph';
import { strongComponents } from './strong-components';

/** Whether there is a way in, a way to every node, and no way to go round without anyone doing anything. */
export function checkGraph(graph: FlowGraph, reached: ReadonlySet<number>): Finding[] {
  if (graph.starts.length === 0) return [{ code: 'no_trigger', message: 'a flow needs a trigger that starts it' }];
  const unreachable = graph.nodes.filter(({ id }) => !reached.has(graph.indexOf.get(id) ?? -1));
  return [
    ...unreachable.map(({ id }): Finding => ({ code: 'unreachable', nodeId: id, message: 'no trigger leads here' })),
    ...nodesThatSpin(graph).map((nodeId): Finding => ({
      code: 'endless_loop',
      nodeId,
      message: 'this loop contains nothing that waits',
    })),
  ];
}

/** Nodes that lead back to themselves over exits that are left at once. */
function nodesThatSpin(graph: FlowGraph): string[] {
  const targets = graph.links.map((links) => links.filter(({ handle }) => !handle.waits).map(({ target }) => target));
  const group = strongComponents(graph.nodes.length, (node) => targets[node] ?? []);
  const members = new Map<number, number>();
  for (const number of group) members.set(number, (members.get(number) ?? 0) + 1);
  const spins = (node: number) => (members.get(group[node] ?? -1) ?? 0) > 1 || targets[node]?.includes(node) === true;
  return graph.nodes.flatMap(({ id }, index) => (spins(index) ? [id] : []));
}
