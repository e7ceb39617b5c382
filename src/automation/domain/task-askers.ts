import type { TaskAsker, TurnDecision } from '../../conversations';
import { AI_AGENT, AI_REPLY, DETECT_INTENT, goalsOfFlow } from '../../flows';
import { type AutomationContext, flowKey } from './active-instance';
import type { ExplainedStep } from './explanation';

/** Those that call a language model. */
const AI_TASKS: readonly string[] = [AI_REPLY, AI_AGENT, DETECT_INTENT];

/** Names the flow that asked for each task that may cost something, so that its cost is shown there. */
export function withAskers(
  decision: TurnDecision,
  steps: readonly ExplainedStep[],
  flows: AutomationContext['flows'],
): TurnDecision {
  if (!decision.tasks.some(({ kind }) => AI_TASKS.includes(kind))) return decision;
  const askers = new Map(steps.flatMap((step) => askersOf(step, flows)));
  const tasks = decision.tasks.map((task) => {
    const asker = askers.get(task.id);
    return asker === undefined ? task : { ...task, asker };
  });
  return { ...decision, tasks };
}

function askersOf(
  { trace, instanceId, versionId }: ExplainedStep,
  flows: AutomationContext['flows'],
): [string, TaskAsker][] {
  const flow = flows.get(flowKey(instanceId, versionId))?.flow;
  if (flow === undefined) return [];
  return trace.flatMap((entry): [string, TaskAsker][] => {
    if (entry.kind !== 'effect' || entry.task === undefined || !AI_TASKS.includes(entry.task)) return [];
    return [[entry.id, { versionId, nodeId: entry.nodeId, goal: goalsOfFlow(flow) }]];
  });
}
