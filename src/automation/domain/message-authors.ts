import type { MessageAuthor, TurnDecision } from '../../conversations';
import { AI_AGENT, AI_REPLY } from '../../flows';
import { type AutomationContext, flowKey } from './active-instance';
import type { ExplainedStep } from './explanation';

const AI_NODES: readonly string[] = [AI_REPLY, AI_AGENT];

/** Names the node that each send comes from, so that people see it beside the message. */
export function withAuthors(
  decision: TurnDecision,
  steps: readonly ExplainedStep[],
  flows: AutomationContext['flows'],
): TurnDecision {
  const authors = new Map(steps.flatMap((step) => authorsOf(step, flows)));
  const sends = decision.sends.map((send) => {
    const author = authors.get(send.id);
    return author === undefined ? send : { ...send, author };
  });
  return { ...decision, sends };
}

function authorsOf(
  { trace, sessionId, instanceId, versionId }: ExplainedStep,
  flows: AutomationContext['flows'],
): [string, MessageAuthor][] {
  const nodes = flows.get(flowKey(instanceId, versionId))?.flow.nodes ?? {};
  return trace.flatMap((entry): [string, MessageAuthor][] => {
    if (entry.kind !== 'effect' || entry.effect !== 'send') return [];
    const { nodeId } = entry;
    const type = Object.hasOwn(nodes, nodeId) ? nodes[nodeId]?.type : undefined;
    const kind = type !== undefined && AI_NODES.includes(type) ? 'ai' : 'flow';
    return [[entry.id, { kind, automationId: instanceId, sessionId, nodeId }]];
  });
}
