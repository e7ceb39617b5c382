import type { FlowDefinition, FlowEdge } from '../dsl/flow-definition';
import type { Finding } from './finding';
import type { FlowGraph } from './flow-graph';

/** Whether each id stands for one thing. */
export function checkIds({ nodes, edges }: FlowDefinition): Finding[] {
  return [
    ...duplicates(nodes.map(({ id }) => id)).map((nodeId): Finding => ({
      code: 'duplicate_id',
      nodeId,
      message: 'two nodes have this id',
    })),
    ...duplicates(edges.map(({ id }) => id)).map((edgeId): Finding => ({
      code: 'duplicate_id',
      edgeId,
      message: 'two edges have this id',
    })),
  ];
}

/** Whether each edge joins two nodes at an exit that exists, and whether each exit that needs an edge has one. */
export function checkEdges(graph: FlowGraph): Finding[] {
  return [
    ...graph.edges.flatMap((edge) => checkEdge(edge, graph)),
    ...checkSingleEdges(graph.edges),
    ...graph.nodes.flatMap((_, index) => checkHandles(index, graph)),
  ];
}

function checkEdge({ id: edgeId, source, sourceHandle, target }: FlowEdge, graph: FlowGraph): Finding[] {
  const [from, to] = [graph.indexOf.get(source), graph.indexOf.get(target)];
  const findings: Finding[] = [];
  if (from === undefined) {
    findings.push({ code: 'unknown_node', edgeId, path: 'source', message: `there is no node "${source}"` });
  }
  if (to === undefined) {
    findings.push({ code: 'unknown_node', edgeId, path: 'target', message: `there is no node "${target}"` });
  } else if (graph.nodes[to]?.type === 'trigger') {
    findings.push({ code: 'edge_into_trigger', edgeId, nodeId: target, message: 'nothing can lead into a trigger' });
  }
  if (from !== undefined && graph.handleOf(from, sourceHandle) === undefined) {
    const message = `this node has no exit "${sourceHandle}"`;
    findings.push({ code: 'unknown_handle', edgeId, nodeId: source, path: 'sourceHandle', message });
  }
  return findings;
}

function checkSingleEdges(edges: readonly FlowEdge[]): Finding[] {
  const seen = new Set<string>();
  return edges.flatMap(({ id: edgeId, source, sourceHandle }): Finding[] => {
    const exit = `${source} ${sourceHandle}`;
    if (!seen.has(exit)) {
      seen.add(exit);
      return [];
    }
    const message = `the exit "${sourceHandle}" has an edge already`;
    return [{ code: 'duplicate_edge', edgeId, nodeId: source, message }];
  });
}

function checkHandles(index: number, graph: FlowGraph): Finding[] {
  const required = graph.handles[index]?.filter((handle) => handle.required) ?? [];
  if (required.length === 0) return [];
  const drawn = new Set(graph.drawnFrom(graph.idOf(index)));
  return required
    .filter(({ name }) => !drawn.has(name))
    .map(({ name }) => ({
      code: 'missing_handle',
      nodeId: graph.idOf(index),
      message: `the exit "${name}" leads nowhere`,
    }));
}

function duplicates(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.has(id) || !seen.add(id)))];
}
