import type { FlowDefinition } from '../dsl/flow-definition';
import type { FlowNode } from '../engine/nodes';
import { compileTrigger } from '../triggers/compile-trigger';
import type { FlowCapabilities } from './capabilities';
import type { ChannelLimits } from './channel-limits';
import { checkBursts } from './check-bursts';
import { checkCapabilities } from './check-capabilities';
import { checkCommentStart } from './check-comment-start';
import { checkData, type DataFacts } from './check-data';
import { checkEdges, checkIds } from './check-edges';
import { checkGraph } from './check-graph';
import { checkPolicy } from './check-policy';
import { checkSecrets } from './check-secrets';
import { checkWindow } from './check-window';
import type { CompiledFlow, CompiledNode } from './compiled-flow';
import { contentHash } from './content-hash';
import { type Finding, report } from './finding';
import { FlowGraph } from './flow-graph';
import { type ExpandedFlow, inlineSubFlows } from './inline-sub-flows';
import { parseDefinition } from './parse-definition';
import type { FlowProblem } from './problem';
import { resolveJumps } from './resolve-jumps';

export type Compilation =
  | { ok: true; flow: CompiledFlow; definition: FlowDefinition; warnings: FlowProblem[] }
  | { ok: false; problems: FlowProblem[]; warnings: FlowProblem[] };

export interface CompileOptions {
  limits: ChannelLimits;
  capabilities: FlowCapabilities;
  /** The published definition of another template, for `sub_flow` nodes; null when there is none. */
  subFlow?: (templateId: string) => unknown;
}

/** All problems at once, each at its node or edge; or the artefact that sessions run. Pure. */
export function compileFlow(source: unknown, options: CompileOptions): Compilation {
  const parsed = parseDefinition(source);
  if (!parsed.ok) return { ok: false, ...report(parsed.findings) };
  const { definition } = parsed;
  const expanded = inlineSubFlows(definition, options.subFlow ?? (() => null));
  const jumps = resolveJumps(expanded.nodes);
  const graph = new FlowGraph(expanded.nodes, [...jumps.edges, ...expanded.edges]);
  const { findings, facts } = check(definition, graph, options);
  const all = [...checkIds(definition), ...expanded.findings, ...jumps.findings, ...findings];
  const { problems, warnings } = report(all.map((finding) => inDrawing(finding, expanded)));
  if (problems.length > 0) return { ok: false, problems, warnings };
  return { ok: true, definition, flow: flowOf(graph, definition, facts, options.limits), warnings };
}

function check(
  definition: FlowDefinition,
  graph: FlowGraph,
  { limits, capabilities }: CompileOptions,
): { findings: Finding[]; facts: DataFacts } {
  const reached = graph.reachableFrom(graph.starts);
  const settings = definition.settings ?? {};
  const data = checkData(graph, limits, settings);
  const findings = [
    ...checkEdges(graph),
    ...checkGraph(graph, reached),
    ...checkBursts(graph),
    ...data.findings,
    ...checkCapabilities(graph.nodes, capabilities),
    ...checkWindow(graph, limits),
    ...checkCommentStart(graph),
    ...checkSecrets(definition),
    ...checkPolicy(graph, reached, { policy: limits.policy, settings }),
  ];
  return { findings, facts: data.facts };
}

/** What is found in a sub-flow is shown at the node that stands for it. */
function inDrawing(finding: Finding, { origins }: ExpandedFlow): Finding {
  const origin = finding.nodeId === undefined ? undefined : origins.get(finding.nodeId);
  if (origin === undefined) return finding;
  const { edgeId: _inner, ...rest } = finding;
  const path = finding.path === undefined ? origin.path : `${origin.path}.${finding.path}`;
  return { ...rest, nodeId: origin.nodeId, path };
}

function flowOf(
  graph: FlowGraph,
  { settings = {} }: FlowDefinition,
  facts: DataFacts,
  limits: ChannelLimits,
): CompiledFlow {
  const nodes = Object.fromEntries(graph.nodes.map((node, index) => [node.id, compiledNode(node, index, graph)]));
  const content = {
    format: 2 as const,
    nodes,
    triggers: graph.nodes.flatMap((node) => (node.type === 'trigger' ? [compileTrigger(node.id, node.data)] : [])),
    limits,
    settings,
    reads: { contact: facts.readsContact },
    variables: [...facts.variables.keys()].sort(),
  };
  return { ...content, hash: contentHash({ nodes, limits, settings }) };
}

/** Where a node stands on the canvas is no part of what it does. */
function compiledNode({ position: _position, ...node }: FlowNode, index: number, graph: FlowGraph): CompiledNode {
  const next = graph.linksOf(index).map(({ handle, target }) => [handle.name, graph.idOf(target)]);
  return { ...node, next: Object.fromEntries(next) as Record<string, string> };
}
