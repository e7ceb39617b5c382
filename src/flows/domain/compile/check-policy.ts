import type { FlowSettings } from '../dsl/flow-settings';
import type { ChannelPolicy } from './channel-limits';
import type { Finding } from './finding';
import type { FlowGraph } from './flow-graph';

/**
 * Meta's duties for automated conversations: say that a machine writes, at the start of a conversation, and lead to a
 * person. Source: developers.facebook.com/docs/messenger-platform/policy, and the review of Instagram messaging.
 */
export function checkPolicy(
  graph: FlowGraph,
  reached: ReadonlySet<number>,
  { policy, settings }: { policy: ChannelPolicy | undefined; settings: FlowSettings },
): Finding[] {
  const findings: Finding[] = [];
  const handsOver = graph.nodes.some(({ type }, index) => type === 'handoff' && reached.has(index));
  if (policy?.wayToPerson === true && !handsOver) {
    findings.push({ code: 'no_way_to_person', path: 'nodes', message: 'nothing in this flow leads to a person' });
  }
  if (policy?.botDisclosure === true && settings.disclosure === undefined) {
    const message = 'people are not told that they write with an automated service';
    findings.push({ code: 'no_bot_disclosure', path: 'settings.disclosure', message });
  }
  return findings;
}
