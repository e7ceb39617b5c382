import type { CompiledFlow, CompiledNode } from './compile/compiled-flow';
import { GOALS } from './engine/nodes/capture-goal';
import { CAPTURE_GOAL } from './engine/tasks';

/** Of a flow with an agent that may capture whatever goal there is. */
const ANY = 'any';
/** Of a flow that captures nothing. */
const NONE = 'none';

/** A version is often asked, and never changes. */
const known = new WeakMap<CompiledFlow, string>();

/** What a flow is for: the goals that its nodes capture, joined by `+` in their usual order; else `any` or `none`. */
export function goalsOfFlow(flow: CompiledFlow): string {
  const goals = known.get(flow) ?? namedGoals(Object.values(flow.nodes));
  known.set(flow, goals);
  return goals;
}

function namedGoals(nodes: readonly CompiledNode[]): string {
  if (nodes.some((node) => node.type === 'ai_agent' && node.data.tools.includes(CAPTURE_GOAL))) return ANY;
  const captured = new Set(nodes.flatMap((node) => (node.type === 'capture_goal' ? [node.data.goal] : [])));
  const goals = GOALS.filter((goal) => captured.has(goal));
  return goals.length === 0 ? NONE : goals.join('+');
}
