import { type FieldProblem, stableId } from '../../../shared/kernel';
import { type CompiledFlow, type CompiledNode, nodeOf } from '../compile/compiled-flow';
import { PROBLEM_CODES } from '../compile/problem';
import { valueSizesOf } from '../compile/value-sizes';
import { kindOf, nodeSchema } from '../engine/nodes';
import type { Json, JsonObject } from '../json';
import { compileTrigger } from '../triggers/compile-trigger';
import type { ExposedField } from './exposed-field';
import { withValueAt } from './place-value';
import { effectiveConfig, problemsOfValues } from './validate-config';

export type BoundFlow =
  /** `config`: the given values over the defaults, as texts and conditions of the flow read it. */
  { ok: true; flow: CompiledFlow; config: JsonObject } | { ok: false; problems: FieldProblem[] };

/** A value and the place in some node's data where it belongs. */
interface Placed {
  key: string;
  nodeId: string;
  path: string;
  value: Json;
}

type BoundNode = { ok: true; node: CompiledNode; readsContact: boolean } | { ok: false; problems: FieldProblem[] };

/**
 * The flow as one automation runs it: each value with a `source` stands in its node's data, and that node is checked as
 * the compiler checks it. Values of fields that the flow does not have are left out. Pure; worth keeping for as long as version and config stay.
 */
export function bindConfig(flow: CompiledFlow, fields: readonly ExposedField[], config: JsonObject): BoundFlow {
  const problems = problemsOfValues(fields, config);
  if (problems.length > 0) return { ok: false, problems };
  const effective = effectiveConfig(fields, config);
  const placed = fields.flatMap((field) => placedOf(field, effective));
  if (placed.length === 0) return { ok: true, flow, config: effective };
  const nodeIds = [...new Set(placed.map(({ nodeId }) => nodeId))];
  const bound = nodeIds.map((nodeId) => bindNode(flow, nodeId, placed));
  const misfits = bound.flatMap((node) => (node.ok ? [] : node.problems));
  if (misfits.length > 0) return { ok: false, problems: misfits };
  const fitting = bound.flatMap((one) => (one.ok ? [one] : []));
  return { ok: true, flow: withNodes(flow, fitting, placed), config: effective };
}

function placedOf({ key, source }: ExposedField, config: JsonObject): Placed[] {
  const value = config[key];
  return source === undefined || value === undefined ? [] : [{ key, value, ...source }];
}

function bindNode(flow: CompiledFlow, nodeId: string, all: readonly Placed[]): BoundNode {
  const placed = all.filter((one) => one.nodeId === nodeId);
  const node = nodeOf(flow, nodeId);
  if (node === undefined) return refused(placed, 'belongs to a node that the flow does not have');
  let data: Json | undefined = node.data;
  for (const { path, value } of placed) {
    data = withValueAt(data, path.split('.'), value);
    if (data === undefined) return refused(placed, `has no place at ${path}`);
  }
  const parsed = nodeSchema.safeParse({ ...node, data });
  if (!parsed.success) return refused(placed, parsed.error.issues.map(({ message }) => message).join('; '));
  return checkBound(node, { ...parsed.data, next: node.next }, flow, placed);
}

/** The bound node passes the compiler's checks, and has the exits that it had. */
function checkBound(
  before: CompiledNode,
  node: CompiledNode,
  flow: CompiledFlow,
  placed: readonly Placed[],
): BoundNode {
  if (exitsOf(before) !== exitsOf(node)) return refused(placed, 'would change the exits of its node');
  let readsContact = false;
  const problem = kindOf(node)
    .check(node.data, {
      limits: flow.limits,
      variables: new Set(flow.variables),
      // Of the longest values the compiler only warns.
      valueSize: valueSizesOf(new Map()),
      onReference: ({ root, path: [first = ''] }) => {
        readsContact ||= root === 'contact' && !NAMES.includes(first);
      },
    })
    .find(({ code }) => isProblem(code));
  return problem === undefined ? { ok: true, node, readsContact } : refused(placed, problem.message);
}

/** Of a contact, what is known without loading it. */
const NAMES: readonly string[] = ['name', 'username'];

function exitsOf(node: CompiledNode): string {
  return JSON.stringify(
    kindOf(node)
      .handles(node.data)
      .map(({ name }) => name),
  );
}

const isProblem = (code: string): boolean => (PROBLEM_CODES as readonly string[]).includes(code);

function refused(placed: readonly Placed[], rule: string): BoundNode {
  return { ok: false, problems: placed.map(({ key }) => ({ field: `config.${key}`, rule })) };
}

function withNodes(
  flow: CompiledFlow,
  bound: readonly Extract<BoundNode, { ok: true }>[],
  placed: readonly Placed[],
): CompiledFlow {
  const changed = new Map(bound.map(({ node }) => [node.id, node]));
  const triggers = flow.triggers.map((trigger) => {
    const node = changed.get(trigger.nodeId);
    return node?.type === 'trigger' ? compileTrigger(node.id, node.data) : trigger;
  });
  const reads = { contact: flow.reads.contact || bound.some(({ readsContact }) => readsContact) };
  const hash = stableId(flow.hash, JSON.stringify(placed));
  return { ...flow, hash, triggers, reads, nodes: { ...flow.nodes, ...Object.fromEntries(changed) } };
}
