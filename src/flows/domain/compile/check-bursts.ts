import type { FlowDefinition } from '../dsl/flow-definition';
import { kindOf } from '../engine/nodes';
import { immediateEdges } from './immediate-edges';
import type { FlowProblem } from './problem';

/** Well below what a conversation's outbox holds, and more than anyone wants to receive at once. */
const MAX_MESSAGES_AT_ONCE = 20;

/** Whether some path sends too many messages before it waits. Loops are another check's matter and end the count. */
export function checkBursts({ nodes, edges }: FlowDefinition): FlowProblem[] {
  const immediate = immediateEdges(nodes, edges);
  const longest = new Map<string, number>();
  const messagesFrom = (nodeId: string): number => {
    const known = longest.get(nodeId);
    const node = nodes.find(({ id }) => id === nodeId);
    if (known !== undefined || node === undefined) return known ?? 0;
    longest.set(nodeId, 0);
    const ahead = immediate.filter(({ source }) => source === nodeId).map(({ target }) => messagesFrom(target));
    const messages = kindOf(node).messages(node.data) + Math.max(0, ...ahead);
    longest.set(nodeId, messages);
    return messages;
  };
  return nodes
    .filter(({ id }) => messagesFrom(id) === MAX_MESSAGES_AT_ONCE + 1)
    .map(({ id }) => ({
      code: 'too_many',
      nodeId: id,
      message: `from here more than ${MAX_MESSAGES_AT_ONCE} messages follow one another without waiting`,
    }));
}
