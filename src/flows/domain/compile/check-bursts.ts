import { kindOf } from '../engine/nodes';
import type { Finding } from './finding';
import type { FlowGraph } from './flow-graph';

/** Well below what a conversation's outbox holds, and more than anyone wants to receive at once. */
const MAX_MESSAGES_AT_ONCE = 20;

/** Whether some path sends too many messages before it waits. Loops are another check's matter and end the count. */
export function checkBursts(graph: FlowGraph): Finding[] {
  const longest = new Map<number, number>();
  const messagesFrom = (index: number): number => {
    const known = longest.get(index);
    const node = graph.nodes[index];
    if (known !== undefined || node === undefined) return known ?? 0;
    longest.set(index, 0);
    let ahead = 0;
    for (const { target, handle } of graph.linksOf(index)) {
      if (!handle.waits) ahead = Math.max(ahead, messagesFrom(target));
    }
    const messages = kindOf(node).messages(node.data) + ahead;
    longest.set(index, messages);
    return messages;
  };
  return graph.nodes
    .filter((_, index) => messagesFrom(index) === MAX_MESSAGES_AT_ONCE + 1)
    .map(({ id }) => ({
      code: 'too_many',
      nodeId: id,
      message: `from here more than ${MAX_MESSAGES_AT_ONCE} messages follow one another without waiting`,
    }));
}
