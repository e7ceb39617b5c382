import type { Json } from '../../json';
import { parsePattern } from '../../patterns/pattern';
import { displayText } from '../../template/template';
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
  'keywords',
  'matches_keyword',
  'matches',
  'exists',
  'in',
] as const;
export type Operator = (typeof OPERATORS)[number];

type Test = (left: Json, right: readonly Json[]) => boolean;

/** A list on the right means "one of them" for every operator but the negation, where it means "none of them". */
const TESTS: Record<Operator, Test> = {
  equals: (left, right) => right.some((value) => isEqual(left, value)),
  not_equals: (left, right) => !right.some((value) => isEqual(left, value)),
  in: (left, right) => right.some((value) => isEqual(left, value)),
  contains: (left, right) => right.some((value) => includes(left, value)),
  keywords: hasKeyword,
  matches_keyword: hasKeyword,
  matches: (left, right) => right.some((value) => matchesPattern(left, value)),
  exists: (left) => displayText(left) !== '',
  gt: compare((left, right) => left > right),
  gte: compare((left, right) => left >= right),
  lt: compare((left, right) => left < right),
  lte: compare((left, right) => left <= right),
};

/** Texts are compared folded, numbers as numbers even when one of them was typed as text. */
export function compareBy(operator: Operator, left: Json, right: readonly Json[]): boolean {
  return TESTS[operator](left, right);
}

function isEqual(left: Json, right: Json): boolean {
  const [a, b] = [toNumber(left), toNumber(right)];
  return a !== null && b !== null ? a === b : folded(left) === folded(right);
}

function includes(left: Json, right: Json): boolean {
  if (Array.isArray(left)) return left.some((item) => isEqual(item, right));
  const wanted = folded(right);
  return wanted !== '' && folded(left).includes(wanted);
}

function hasKeyword(left: Json, right: readonly Json[]): boolean {
  return right.some((value) => containsKeyword(folded(left), folded(value)));
}

function matchesPattern(left: Json, right: Json): boolean {
  const pattern = parsePattern(displayText(right));
  return pattern.ok && pattern.test(displayText(left));
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

function toNumber(value: Json): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value)) return null;
  return Number(value);
}

function folded(value: Json): string {
  return foldText(displayText(value));
}
