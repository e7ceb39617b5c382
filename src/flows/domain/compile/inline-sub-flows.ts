import { createHash } from 'node:crypto';
import { type FlowDefinition, type FlowEdge, MAX_NODES } from '../dsl/flow-definition';
import type { FlowNode } from '../engine/nodes';
import { kindOf } from '../engine/nodes';
import { SUB_FLOW_ENTRY } from '../engine/nodes/sub-flow';
import type { Finding } from './finding';
import { parseDefinition } from './parse-definition';

const MAX_ID = 64;
const MAX_DEPTH = 5;
/** Of a flow with all its sub-flows. */
const MAX_INLINED_NODES = 2 * MAX_NODES;

/** Nodes and edges, with where those that the author did not draw come from. */
export interface ExpandedFlow {
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Inlined node → the node that stands for its flow in the author's drawing, and the way inside. */
  origins: Map<string, { nodeId: string; path: string }>;
  findings: Finding[];
}

interface InnerFlow {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

type SubFlowNode = Extract<FlowNode, { type: 'sub_flow' }>;
type Lookup = (templateId: string) => unknown;

/** Puts the nodes of published flows in place of the `sub_flow` nodes that name them. */
export function inlineSubFlows({ nodes, edges }: FlowDefinition, lookup: Lookup): ExpandedFlow {
  const expanded: ExpandedFlow = { nodes: [...nodes], edges: [...edges], origins: new Map(), findings: [] };
  for (const node of nodes) if (node.type === 'sub_flow') inline(node, [], expanded, lookup);
  return expanded;
}

function inline(node: SubFlowNode, within: readonly string[], expanded: ExpandedFlow, lookup: Lookup): void {
  const { templateId } = node.data;
  const refuse = (code: Finding['code'], message: string) =>
    expanded.findings.push({ code, nodeId: node.id, path: 'data.templateId', message });
  if (within.includes(templateId) || within.length >= MAX_DEPTH) {
    refuse('recursive_sub_flow', `the flow "${templateId}" contains itself, or too many flows inside one another`);
    return;
  }
  const source = lookup(templateId);
  const parsed = source === null || source === undefined ? null : parseDefinition(source);
  if (parsed?.ok !== true) {
    refuse('unknown_sub_flow', `there is no published flow "${templateId}"`);
    return;
  }
  if (expanded.nodes.length + parsed.definition.nodes.length > MAX_INLINED_NODES) {
    refuse('too_large', `with this sub-flow there are more than ${MAX_INLINED_NODES} nodes`);
    return;
  }
  const inner = firstPath(renamed(parsed.definition, node, expanded));
  splice(inner, node, expanded);
  for (const each of inner.nodes) if (each.type === 'sub_flow') inline(each, [...within, templateId], expanded, lookup);
}

/** The other flow with ids that cannot meet those around it. */
function renamed({ nodes, edges }: FlowDefinition, outer: SubFlowNode, { origins }: ExpandedFlow): InnerFlow {
  const idOf = (id: string) => innerId(outer.id, id);
  const place = origins.get(outer.id);
  for (const { id } of nodes) {
    origins.set(idOf(id), {
      nodeId: place?.nodeId ?? outer.id,
      path: `${place === undefined ? '' : `${place.path}.`}subFlow.${id}`,
    });
  }
  return {
    nodes: nodes.map((node): FlowNode => {
      if (node.type === 'jump') return { ...node, id: idOf(node.id), data: { ...node.data, to: idOf(node.data.to) } };
      return { ...node, id: idOf(node.id) };
    }),
    edges: edges.map((edge) => ({
      ...edge,
      id: `${outer.id}/${edge.id}`,
      source: idOf(edge.source),
      target: idOf(edge.target),
    })),
  };
}

/** What the first trigger leads to: other triggers start nothing here. */
function firstPath({ nodes, edges }: InnerFlow): InnerFlow & { entry: string | undefined } {
  const trigger = nodes.find(({ type }) => type === 'trigger');
  const entry = edges.find(({ source }) => source === trigger?.id)?.target;
  const targets = new Map<string, string[]>();
  const lead = (from: string, to: string) => targets.set(from, [...(targets.get(from) ?? []), to]);
  for (const { source, target } of edges) lead(source, target);
  for (const node of nodes) if (node.type === 'jump') lead(node.id, node.data.to);
  const reached = new Set(entry === undefined ? [] : [entry]);
  for (const id of reached) for (const target of targets.get(id) ?? []) reached.add(target);
  return {
    entry,
    nodes: nodes.filter(({ id }) => reached.has(id)),
    edges: edges.filter(({ source }) => reached.has(source)),
  };
}

/** Leads the node into the other flow, and the ends of that flow to where the node goes on. */
function splice(
  { nodes, edges, entry }: ReturnType<typeof firstPath>,
  outer: SubFlowNode,
  expanded: ExpandedFlow,
): void {
  const isExit = ({ source, sourceHandle }: FlowEdge) => source === outer.id && sourceHandle === 'next';
  const after = expanded.edges.find(isExit)?.target;
  const ends = new Set(after === undefined ? [] : nodes.filter(({ type }) => type === 'end').map(({ id }) => id));
  const targetOf = (id: string) => (after !== undefined && ends.has(id) ? after : id);
  const kept = nodes.filter(({ id }) => !ends.has(id));
  expanded.nodes.push(...kept);
  if (entry !== undefined) expanded.edges.push(edge(outer.id, SUB_FLOW_ENTRY, targetOf(entry)));
  expanded.edges.push(...edges.map((each) => ({ ...each, target: targetOf(each.target) })));
  if (after !== undefined) expanded.edges.push(...deadEnds(kept, edges).map(({ id }) => edge(id, 'next', after)));
}

/** Nodes at whose `next` a path stops. One whose choices are waited for does not stop there. */
function deadEnds(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  const drawn = new Set(edges.filter(({ sourceHandle }) => sourceHandle === 'next').map(({ source }) => source));
  return nodes.filter((node) => {
    if (drawn.has(node.id) || node.type === 'jump') return false;
    const kind = kindOf(node);
    return kind.choices(node.data).length === 0 && kind.handles(node.data).some(({ name }) => name === 'next');
  });
}

const edge = (source: string, sourceHandle: string, target: string): FlowEdge => ({
  id: `${source} ${sourceHandle}`,
  source,
  sourceHandle,
  target,
});

function innerId(outer: string, inner: string): string {
  const id = `${outer}--${inner}`;
  if (id.length <= MAX_ID) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${id.slice(0, MAX_ID - digest.length - 1)}-${digest}`;
}
