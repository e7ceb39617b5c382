import {
  CaseTag,
  type Expression,
  type FilteredValueToken,
  IfTag,
  Output,
  type Template,
  TypeGuards,
  UnlessTag,
  type ValueToken,
} from 'liquidjs';
import { FILTERS } from './filters';

/** A value and what is done to it, in an output or a condition. */
export interface ValueNode {
  initial: Expression;
  filters: readonly { name: string; args: readonly unknown[] }[];
}

export interface BranchNode {
  conditions: ValueNode[];
  /** The texts of its branches, the one of `else` among them. */
  branches: Template[][];
}

export function branchesOf(template: Template): BranchNode | null {
  if (template instanceof CaseTag) {
    return {
      conditions: [template.value, ...template.branches.flatMap(({ values }) => values.map(caseValue))],
      branches: [...template.branches.map(({ templates }) => templates), template.elseTemplates],
    };
  }
  if (!(template instanceof IfTag || template instanceof UnlessTag)) return null;
  return {
    conditions: template.branches.map(({ value }) => value),
    branches: [...template.branches.map(({ templates }) => templates), template.elseTemplates ?? []],
  };
}

/** The text of the tree outside of values and branches. */
export function literalOf(templates: readonly Template[]): string {
  return templates.map(literalPart).join('');
}

export function literalPart({ token }: Template): string {
  return TypeGuards.isHTMLToken(token) ? token.getContent() : '';
}

/** The first thing in the tree that Liquid would pass over in silence, or null. */
export function findMisuse(templates: readonly Template[]): string | null {
  for (const template of templates) {
    const misuse = misuseIn(template);
    if (misuse !== null) return misuse;
  }
  return null;
}

function misuseIn(template: Template): string | null {
  if (template instanceof Output) return misuseOf(template.value);
  const node = branchesOf(template);
  if (node === null) return null;
  return firstOf(node.conditions.map(misuseOf)) ?? firstOf(node.branches.map(findMisuse));
}

function misuseOf({ initial, filters }: ValueNode): string | null {
  if (initial.postfix.some(TypeGuards.isRangeToken)) return 'ranges are not part of the language';
  if (operandsLeftOf(initial) !== 1) return 'two values follow one another without a filter or operator between them';
  return firstOf(filters.map(misusedFilter));
}

function misusedFilter({ name, args }: ValueNode['filters'][number]): string | null {
  const rule = FILTERS[name];
  // An output's last filter is the one that turns its value into text.
  if (rule === undefined) return null;
  if (args.some(Array.isArray)) return `the filter "${name}" takes no named arguments`;
  const [min, max] = rule.args;
  if (args.length >= min && args.length <= max) return null;
  return `the filter "${name}" takes ${min === max ? min : `${min} to ${max}`} argument${max === 1 ? '' : 's'}`;
}

/** Of an expression in postfix order, each operator takes its operands and leaves one. */
function operandsLeftOf({ postfix }: Expression): number {
  let operands = 0;
  for (const token of postfix) {
    if (!TypeGuards.isOperatorToken(token)) operands += 1;
    else if (token.operator !== 'not') operands -= 1;
  }
  return operands;
}

function caseValue(value: ValueToken | FilteredValueToken): ValueNode {
  if (TypeGuards.isFilteredValueToken(value)) return value;
  return { initial: { postfix: [value] } as unknown as Expression, filters: [] };
}

const firstOf = (found: readonly (string | null)[]): string | null => found.find((one) => one !== null) ?? null;
