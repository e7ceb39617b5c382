import { Rank, isPlainObject, isRegex, typeRank } from '../bson';
import { isOperatorObject } from '../query';
import type { Document } from '../types';

export interface Limit {
  readonly value: unknown;
  readonly inclusive: boolean;
}

/** What one condition says about the values an index may be searched for. Each is a superset of what matches. */
export type Bounds =
  | { readonly kind: 'points'; readonly values: readonly unknown[] }
  | { readonly kind: 'range'; readonly low?: Limit; readonly high?: Limit };

const MAX_POINTS = 1000;
/** Ranges over these types stay within the type; others (null, arrays, MinKey) have rules of their own. */
export const RANGE_TYPES: ReadonlySet<number> = new Set([
  Rank.number,
  Rank.string,
  Rank.binData,
  Rank.objectId,
  Rank.bool,
  Rank.date,
  Rank.timestamp,
]);
export const isPoint = (value: unknown): boolean => !Array.isArray(value) && !isRegex(value);

function pointsOf(values: readonly unknown[]): Bounds[] {
  if (values.length > MAX_POINTS || !values.every(isPoint)) return [];
  return [{ kind: 'points', values: values.map((value) => value ?? null) }];
}

interface Pattern {
  readonly source: string;
  readonly options: string;
}

function patternOf(value: unknown, options: unknown): Pattern | undefined {
  const given = typeof options === 'string' ? options : undefined;
  if (typeof value === 'string') return { source: value, options: given ?? '' };
  if (!isRegex(value)) return undefined;
  if (value instanceof RegExp) return { source: value.source, options: given ?? value.flags };
  return { source: value.pattern, options: given ?? value.options };
}

/** An anchored, case-sensitive pattern starts with plain text, so that its matches lie together. */
function patternBounds(pattern: Pattern | undefined): Bounds[] {
  const start = pattern && /^\^([\w @\-:/]+)/.exec(pattern.source);
  if (!pattern || !start?.[1] || pattern.options !== '' || pattern.source.includes('|')) return [];
  const optional = /^[*?{]/.test(pattern.source.slice(start[0].length)); // the last character may be absent
  const text = optional ? start[1].slice(0, -1) : start[1];
  const last = text.codePointAt(text.length - 1);
  if (last === undefined) return [];
  const above = text.slice(0, -1) + String.fromCodePoint(last + 1);
  return [{ kind: 'range', low: { value: text, inclusive: true }, high: { value: above, inclusive: false } }];
}

function rangeBounds(operator: string, value: unknown): Bounds[] {
  if (!RANGE_TYPES.has(typeRank(value))) return [];
  const limit = { value, inclusive: operator.endsWith('e') };
  return [operator.startsWith('$g') ? { kind: 'range', low: limit } : { kind: 'range', high: limit }];
}

function operatorBounds(operator: string, value: unknown, condition: Document): Bounds[] {
  switch (operator) {
    case '$eq':
      return pointsOf([value]);
    case '$in':
      return Array.isArray(value) ? pointsOf(value) : [];
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeBounds(operator, value);
    case '$regex':
      return patternBounds(patternOf(value, condition.$options));
    default:
      return [];
  }
}

/** The bounds in one field's condition, which is a value or an operator object. */
export function boundsOf(condition: unknown): Bounds[] {
  if (isRegex(condition)) return patternBounds(patternOf(condition, undefined));
  if (!isOperatorObject(condition)) return pointsOf([condition]);
  return Object.entries(condition).flatMap(([operator, value]) => operatorBounds(operator, value, condition));
}

function addElementConditions(
  field: string,
  condition: unknown,
  add: (field: string, condition: unknown) => void,
): void {
  if (!isPlainObject(condition) || !isPlainObject(condition.$elemMatch)) return;
  const inner = condition.$elemMatch;
  if (isOperatorObject(inner)) return add(field, inner);
  for (const [name, part] of Object.entries(inner)) if (!name.startsWith('$')) add(`${field}.${name}`, part);
}

/** What an expression stands for without a document: a constant, or a variable's value. */
function constantOf(expression: unknown, variables: Document): unknown {
  if (typeof expression === 'string' && expression.startsWith('$')) {
    return expression.startsWith('$$') ? variables[expression.slice(2)] : undefined;
  }
  return isPlainObject(expression) ? undefined : expression;
}

/** `{ $eq: ['$field', constant or $$variable] }` as a field and its value. */
function expressionEquality(expression: unknown, variables: Document): [string, unknown] | undefined {
  const operands: unknown = isPlainObject(expression) ? expression.$eq : undefined;
  if (!Array.isArray(operands) || operands.length !== 2) return undefined;
  const [field, other] = operands as unknown[];
  if (typeof field !== 'string' || !/^\$[^$]/.test(field)) return undefined;
  const value = constantOf(other, variables);
  return value === undefined || !isPoint(value) ? undefined : [field.slice(1), value];
}

/** The conditions that must all hold, by field; `$and` is flattened, `$or` and negations say nothing here. */
export function conditionsByField(filter: Document, variables: Document = {}): Map<string, unknown[]> {
  const conditions = new Map<string, unknown[]>();
  const add = (field: string, condition: unknown): void => {
    const known = conditions.get(field);
    if (known) known.push(condition);
    else conditions.set(field, [condition]);
    addElementConditions(field, condition, add);
  };
  const visit = (part: Document): void => {
    for (const [key, value] of Object.entries(part)) {
      if (key === '$and' && Array.isArray(value)) value.filter(isPlainObject).forEach(visit);
      else if (key === '$expr') {
        const equality = expressionEquality(value, variables);
        if (equality) add(equality[0], { $eq: equality[1] });
      } else if (!key.startsWith('$')) add(key, value);
    }
  };
  visit(filter);
  return conditions;
}

/** The `$text` condition of a filter, also inside `$and`. */
export function textSearchOf(filter: Document): unknown {
  if (filter.$text !== undefined) return filter.$text;
  const parts: unknown[] = Array.isArray(filter.$and) ? filter.$and : [];
  return parts
    .filter(isPlainObject)
    .map(textSearchOf)
    .find((text) => text !== undefined);
}
