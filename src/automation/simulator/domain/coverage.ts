import type { CompiledFlow, FlowCoverage } from '../../../flows';
import type { TurnExplanation } from '../../domain/explanation';

/** Which nodes were entered and which exits were taken. Triggers count as entered when the flow left them. */
export function coverageOf(flow: CompiledFlow, explanations: readonly TurnExplanation[]): FlowCoverage {
  const trace = explanations.flatMap(({ steps }) => steps.flatMap((step) => step.trace));
  const entered = new Set(trace.flatMap((entry) => ('nodeId' in entry ? [entry.nodeId] : [])));
  const left = new Set(trace.flatMap((entry) => (entry.kind === 'left' ? [branchKey(entry)] : [])));
  const nodes = Object.keys(flow.nodes);
  const branches = Object.values(flow.nodes).flatMap(({ id, next }) =>
    Object.keys(next).map((handle) => ({ nodeId: id, handle })),
  );
  return {
    nodes: tally(nodes, (id) => entered.has(id)),
    branches: tally(branches, (branch) => left.has(branchKey(branch))),
  };
}

const branchKey = ({ nodeId, handle }: { nodeId: string; handle: string }): string => JSON.stringify([nodeId, handle]);

function tally<T>(
  all: readonly T[],
  isCovered: (item: T) => boolean,
): { total: number; covered: number; missing: T[] } {
  const missing = all.filter((item) => !isCovered(item));
  return { total: all.length, covered: all.length - missing.length, missing };
}
