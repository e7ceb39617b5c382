import type { FlowDefinition, FlowEdge } from '../dsl/flow-definition';
import { type FlowNode, kindOf } from '../engine/nodes';
import type { FlowProblem } from './problem';

/** Whether each edge joins two nodes at an exit that exists, and whether each exit that needs an edge has one. */
export function checkEdges({ nodes, edges }: FlowDefinition): FlowProblem[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return [
    ...duplicates(nodes.map(({ id }) => id)).map((id): FlowProblem => ({
      code: 'duplicate_id',
      nodeId: id,
      message: 'two nodes have this id',
    })),
    ...duplicates(edges.map(({ id }) => id)).map((id): FlowProblem => ({
      code: 'duplicate_id',
      edgeId: id,
      message: 'two edges have this id',
    })),
    ...edges.flatMap((edge) => checkEdge(edge, byId)),
    ...checkSingleEdges(edges),
    ...nodes.flatMap((node) => checkHandles(node, edges)),
  ];
}

function checkEdge(
  { id: edgeId, source, sourceHandle, target }: FlowEdge,
  byId: ReadonlyMap<string, FlowNode>,
): FlowProblem[] {
  const [from, to] = [byId.get(source), byId.get(target)];
  const problems: FlowProblem[] = [];
  if (from === undefined)
    problems.push({ code: 'unknown_node', edgeId, path: 'source', message: `there is no node "${source}"` });
  if (to === undefined)
    problems.push({ code: 'unknown_node', edgeId, path: 'target', message: `there is no node "${target}"` });
  if (to?.type === 'trigger')
    problems.push({ code: 'edge_into_trigger', edgeId, nodeId: target, message: 'nothing can lead into a trigger' });
  if (
    from !== undefined &&
    !kindOf(from)
      .handles(from.data)
      .some(({ name }) => name === sourceHandle)
  ) {
    problems.push({
      code: 'unknown_handle',
      edgeId,
      nodeId: source,
      path: 'sourceHandle',
      message: `this node has no exit "${sourceHandle}"`,
    });
  }
  return problems;
}

function checkSingleEdges(edges: readonly FlowEdge[]): FlowProblem[] {
  const seen = new Set<string>();
  return edges.flatMap(({ id: edgeId, source, sourceHandle }): FlowProblem[] => {
    const exit = JSON.stringify([source, sourceHandle]);
    if (!seen.has(exit)) {
      seen.add(exit);
      return [];
    }
    return [
      { code: 'duplicate_edge', edgeId, nodeId: source, message: `the exit "${sourceHandle}" has an edge already` },
    ];
  });
}

function checkHandles(node: FlowNode, edges: readonly FlowEdge[]): FlowProblem[] {
  const connected = new Set(edges.filter(({ source }) => source === node.id).map(({ sourceHandle }) => sourceHandle));
  return kindOf(node)
    .handles(node.data)
    .filter(({ name, required }) => required && !connected.has(name))
    .map(({ name }) => ({ code: 'missing_handle', nodeId: node.id, message: `the exit "${name}" leads nowhere` }));
}

function duplicates(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
