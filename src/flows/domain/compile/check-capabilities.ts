import { type FlowNode, kindOf } from '../engine/nodes';
import type { FlowCapabilities } from './capabilities';
import type { Finding } from './finding';

/** What nodes need that nothing here can carry out. */
export function checkCapabilities(nodes: readonly FlowNode[], capabilities: FlowCapabilities): Finding[] {
  return nodes.flatMap((node) =>
    missingFor(node, capabilities).map(([path, message]): Finding => ({
      code: 'not_available',
      nodeId: node.id,
      path,
      message,
    })),
  );
}

function missingFor(
  node: FlowNode,
  { tasks, messages, triggers }: FlowCapabilities,
): [path: string, message: string][] {
  const kind = kindOf(node);
  const missing: [string, string][] = [];
  if (node.type === 'trigger' && !triggers.includes(node.data.on)) {
    missing.push(['data.on', `events of the kind "${node.data.on}" do not reach automations here`]);
  }
  for (const task of kind.tasks(node.data)) {
    if (!tasks.includes(task)) missing.push(['type', `nothing here carries out "${task}"`]);
  }
  for (const format of kind.formats(node.data)) {
    if (!messages.includes(format)) missing.push([`data.${format}`, `the channel cannot carry ${format}`]);
  }
  return missing;
}
