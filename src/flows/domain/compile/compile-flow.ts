import type { FlowDefinition } from '../dsl/flow-definition';
import { type FlowNode, kindOf } from '../engine/nodes';
import { foldText } from '../text/fold-text';
import type { ChannelLimits } from './channel-limits';
import { checkBursts } from './check-bursts';
import { checkEdges } from './check-edges';
import { checkGraph } from './check-graph';
import type { CompiledFlow, CompiledNode, CompiledTrigger } from './compiled-flow';
import { parseDefinition } from './parse-definition';
import type { FlowProblem } from './problem';

export type Compilation =
  { ok: true; flow: CompiledFlow; definition: FlowDefinition } | { ok: false; problems: FlowProblem[] };

/** All problems at once, each at its node or edge; or the artefact that sessions run. Pure. */
export function compileFlow(source: unknown, limits: ChannelLimits): Compilation {
  const parsed = parseDefinition(source);
  if (!parsed.ok) return parsed;
  const { definition } = parsed;
  const problems = [
    ...checkEdges(definition),
    ...checkGraph(definition),
    ...checkBursts(definition),
    ...checkNodes(definition.nodes, limits),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, definition, flow: flowOf(definition, limits) };
}

function checkNodes(nodes: readonly FlowNode[], limits: ChannelLimits): FlowProblem[] {
  const variables = new Set(nodes.flatMap((node) => kindOf(node).variables(node.data)));
  return nodes.flatMap((node) =>
    kindOf(node)
      .check(node.data, { limits, variables })
      .map(({ code, path, message }) => ({ code, nodeId: node.id, path: `data.${path}`, message })),
  );
}

function flowOf({ nodes, edges }: FlowDefinition, limits: ChannelLimits): CompiledFlow {
  const compiled = nodes.map((node): CompiledNode => {
    const exits = edges.filter(({ source }) => source === node.id);
    return { ...node, next: Object.fromEntries(exits.map(({ sourceHandle, target }) => [sourceHandle, target])) };
  });
  return {
    format: 1,
    nodes: Object.fromEntries(compiled.map((node) => [node.id, node])),
    triggers: nodes.flatMap(triggersOf),
    limits,
  };
}

function triggersOf(node: FlowNode): CompiledTrigger[] {
  if (node.type !== 'trigger') return [];
  const { on, match } = node.data;
  return [{ nodeId: node.id, on, keywords: match.mode === 'any' ? [] : match.keywords.map(foldText) }];
}
