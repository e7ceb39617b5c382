import { kindOf } from '../engine/nodes';
import type { Finding } from './finding';
import type { FlowGraph, Link } from './flow-graph';

/** Beyond that it makes no difference. */
const ENOUGH = 2;

/**
 * Whoever commented can be sent one text, with buttons if need be, before they answer. Source: Instagram Platform,
 * "Private replies".
 */
export function checkCommentStart(graph: FlowGraph): Finding[] {
  const sentBefore = messagesBeforeEntry(graph);
  return graph.nodes.flatMap((node, index): Finding[] => {
    const before = sentBefore[index];
    const messages = kindOf(node).messages(node.data);
    if (before === undefined || messages === 0) return [];
    if (before + messages > 1) return [finding(node.id, 'whoever commented has been sent a message already')];
    const formats = kindOf(node).formats(node.data);
    return formats.length === 0
      ? []
      : [finding(node.id, `an answer to a comment cannot carry ${formats.join(' or ')}`)];
  });
}

const finding = (nodeId: string, message: string): Finding => ({ code: 'before_first_answer', nodeId, message });

/** At most, on any way from a trigger for comments on which the person has not answered yet. */
function messagesBeforeEntry(graph: FlowGraph): (number | undefined)[] {
  const before: (number | undefined)[] = graph.nodes.map(() => undefined);
  const open = graph.starts.filter((start) => isForComments(graph, start));
  for (const start of open) before[start] = 0;
  for (const index of open) {
    const node = graph.nodes[index];
    if (node === undefined) continue;
    const sent = Math.min(ENOUGH, (before[index] ?? 0) + kindOf(node).messages(node.data));
    for (const link of graph.linksOf(index)) {
      if (isLeftByPerson(graph, link) || (before[link.target] ?? -1) >= sent) continue;
      before[link.target] = sent;
      open.push(link.target);
    }
  }
  return before;
}

function isForComments({ nodes }: FlowGraph, index: number): boolean {
  const node = nodes[index];
  return node?.type === 'trigger' && (node.data.on === 'post_comment' || node.data.on === 'live_comment');
}

/** An exit that waits and adds no silence is left by the person's own message. */
function isLeftByPerson({ nodes }: FlowGraph, { source, handle }: Link): boolean {
  const node = nodes[source];
  return handle.waits && node !== undefined && kindOf(node).longestSilence(node.data, handle.name) === 0;
}
