import { Context, Output, type Template, toValueSync, type Value } from 'liquidjs';
import type { Json } from '../json';
import { memoized } from './bounded-memo';
import { toJson } from './display-text';
import { findReferences, type FoundReferences } from './find-references';
import { EXPRESSIONS } from './language';
import { parseReference, type Reference, readReference, type Scope } from './reference';
import { findMisuse } from './syntax-tree';
import { reasonOf } from './template';
import { withoutKeyCounts } from './without-key-counts';

/** What stands between the braces of a text, alone: a value and filters, such as `vars.total | times: 1.2 | round`. */
export type Expression = FoundReferences &
  ({ kind: 'reference'; reference: Reference } | { kind: 'liquid'; value: Value });

export type ParsedExpression = { ok: true; expression: Expression } | { ok: false; reason: string };

const REMEMBERED = 2_000;

export const parseExpression = memoized(parse, REMEMBERED);

function parse(source: string): ParsedExpression {
  const reference = parseReference(source);
  if (reference !== null) {
    return { ok: true, expression: { kind: 'reference', reference, references: [reference], strangers: [] } };
  }
  if (/\{\{|\}\}|\{%|%\}/.test(source)) return { ok: false, reason: 'an expression stands without braces' };
  try {
    const tree = EXPRESSIONS.parse(`{{ ${source} }}`);
    return expressionOf(tree);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

function expressionOf(tree: Template[]): ParsedExpression {
  const [output] = tree;
  if (tree.length !== 1 || !(output instanceof Output)) return { ok: false, reason: 'is no expression' };
  const reason = findMisuse(tree);
  if (reason !== null) return { ok: false, reason };
  return { ok: true, expression: { kind: 'liquid', value: output.value, ...findReferences(tree) } };
}

/** What the expression is worth; null when it does not parse or cannot be worked out. Never throws. */
export function evaluateExpression(source: string, scope: Scope): Json {
  const parsed = parseExpression(source);
  if (!parsed.ok) return null;
  const { expression } = parsed;
  if (expression.kind === 'reference') return readReference(expression.reference, scope) ?? null;
  try {
    const context = new Context(withoutKeyCounts(scope, expression.references), EXPRESSIONS.options, { sync: true });
    return toJson(toValueSync(expression.value.value(context)));
  } catch {
    // A limit or a filter's refusal: there is no value.
    return null;
  }
}
