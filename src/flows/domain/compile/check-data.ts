import type { FlowSettings } from '../dsl/flow-settings';
import { type FlowNode, kindOf } from '../engine/nodes';
import { checkTemplate } from '../engine/nodes/check-template';
import type { Reference } from '../template/reference';
import type { ChannelLimits } from './channel-limits';
import type { CheckContext } from './check-context';
import type { Finding } from './finding';
import type { FlowGraph } from './flow-graph';
import { Reachability } from './reachability';
import { valueSizesOf } from './value-sizes';

/** What the data of nodes say about variables. */
export interface DataFacts {
  /** Variable → the nodes that may set it. */
  variables: ReadonlyMap<string, readonly FlowNode[]>;
  /** Whether more of the contact than name and username is read. */
  readsContact: boolean;
}

const DISCLOSURE = 'settings.disclosure.text';
/** In place of a node's number, for what belongs to the flow as a whole. */
const NOWHERE = -1;

/** A value that a node reads, and where. */
interface Reading {
  node: number;
  reference: Reference;
  path: string;
}

/** What is wrong inside nodes, and what was learnt on the way. */
export function checkData(
  graph: FlowGraph,
  limits: ChannelLimits,
  { disclosure }: FlowSettings,
): { findings: Finding[]; facts: DataFacts } {
  const variables = settersOf(graph.nodes);
  const findings: Finding[] = [];
  const readings: Reading[] = [];
  const context = { limits, variables: new Set(variables.keys()), valueSize: valueSizesOf(variables) };
  graph.nodes.forEach((node, index) => {
    const onReference: CheckContext['onReference'] = (reference, path) =>
      readings.push({ node: index, reference, path: `data.${path}` });
    findings.push(...checkNode(node, { ...context, onReference }));
  });
  findings.push(...checkOrder(graph, variables, readings));
  if (disclosure !== undefined) {
    const onReference = (reference: Reference) => readings.push({ node: NOWHERE, reference, path: DISCLOSURE });
    findings.push(...checkTemplate(disclosure.text, DISCLOSURE, { ...context, onReference }, limits.text));
  }
  return { findings, facts: { variables, readsContact: readings.some(({ reference }) => isBeyondName(reference)) } };
}

function checkNode(node: FlowNode, context: CheckContext): Finding[] {
  return kindOf(node)
    .check(node.data, context)
    .map(({ path, ...problem }) => ({ ...problem, nodeId: node.id, path: `data.${path}` }));
}

/** Variables that are read where no way leads from a node that sets them; each once at each place. */
function checkOrder(graph: FlowGraph, variables: DataFacts['variables'], readings: readonly Reading[]): Finding[] {
  const reachability = new Reachability(graph);
  const unset = new Map<string, Finding>();
  for (const { node, reference, path } of readings) {
    const [name = ''] = reference.path;
    const setters = reference.root === 'vars' ? variables.get(name) : undefined;
    if (setters === undefined) continue;
    if (setters.some(({ id }) => reachability.leads(graph.indexOf.get(id) ?? -1, node))) continue;
    const message = `no way that leads here sets vars.${name}`;
    unset.set(`${node} ${path} ${name}`, { code: 'unset_variable', nodeId: graph.idOf(node), path, message });
  }
  return [...unset.values()];
}

function settersOf(nodes: readonly FlowNode[]): Map<string, FlowNode[]> {
  const setters = new Map<string, FlowNode[]>();
  for (const node of nodes) {
    for (const name of kindOf(node).variables(node.data)) setters.set(name, [...(setters.get(name) ?? []), node]);
  }
  return setters;
}

function isBeyondName({ root, path }: Reference): boolean {
  return root === 'contact' && path[0] !== 'name' && path[0] !== 'username';
}
