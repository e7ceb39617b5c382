import type { Json } from '../../json';
import { parseReference, readReference, type Scope } from '../../template/reference';
import { displayText, renderTemplate } from '../../template/template';
import { foldText } from '../../text/fold-text';
import { containsKeyword } from '../../text/keyword';

export const OPERATORS = [
  'equals',
  'not_equals',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'matches_keyword',
  'exists',
  'in',
] as const;
export type Operator = (typeof OPERATORS)[number];

interface Rule {
  left: string;
  op: Operator;
  right?: string | number | boolean | (string | number | boolean)[] | undefined;
}

type Test = (left: Json | undefined, right: Json[]) => boolean;

/** A list on the right means "one of them" for every operator but the negation, where it means "none of them". */
const TESTS: Record<Operator, Test> = {
  equals: (left, right) => right.some((value) => isEqual(left, value)),
  not_equals: (left, right) => !right.some((value) => isEqual(left, value)),
  in: (left, right) => right.some((value) => isEqual(left, value)),
  contains: (left, right) => right.some((value) => includes(left, value)),
  matches_keyword: (left, right) => right.some((value) => containsKeyword(folded(left), folded(value))),
  exists: (left) => displayText(left) !== '',
  gt: compare((left, right) => left > right),
  gte: compare((left, right) => left >= right),
  lt: compare((left, right) => left < right),
  lte: compare((left, right) => left <= right),
};

/** Texts are compared folded, numbers as numbers even when one of them was typed as text. */
export function holds({ left, op, right }: Rule, scope: Scope): boolean {
  const reference = parseReference(left);
  const value = reference === null ? undefined : readReference(reference, scope);
  const rights = [right ?? []].flat().map((it) => (typeof it === 'string' ? renderTemplate(it, scope) : it));
  return TESTS[op](value, rights);
}

function isEqual(left: Json | undefined, right: Json): boolean {
  const [a, b] = [toNumber(left), toNumber(right)];
  return a !== null && b !== null ? a === b : folded(left) === folded(right);
}

function includes(left: Json | undefined, right: Json): boolean {
  if (Array.isArray(left)) return left.some((item) => isEqual(item, right));
  const wanted = folded(right);
  return wanted !== '' && folded(left).includes(wanted);
}

function compare(test: (left: number, right: number) => boolean): Test {
  return (left, right) => {
    const a = toNumber(left);
    return right.some((value) => {
      const b = toNumber(value);
      return a !== null && b !== null && test(a, b);
    });
  };
}

function toNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value)) return null;
  return Number(value);
}

function folded(value: Json | undefined): string {
  return foldText(displayText(value));
}
