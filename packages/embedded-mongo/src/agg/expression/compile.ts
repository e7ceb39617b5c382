import { isPlainObject } from '../../bson';
import { fail } from '../../errors';
import type { CompileContext } from '../../query/context';
import type { Document } from '../../types';
import { constant, constantOf } from './define';
import { compileFieldPath } from './field-path';
import { OPERATORS } from './operators';
import { type Evaluate, Scope } from './scope';

/** A compiled expression and the top-level fields it reads (null: the whole document). */
export type Tracked = { readonly evaluate: Evaluate; readonly fields: ReadonlySet<string> | null };

function compileObject(spec: Document, scope: Scope): Evaluate {
  const fields = Object.keys(spec).map((name): [string, Evaluate] => {
    if (name.includes('.'))
      fail(16412, `FieldPath field names may not contain '.'. Consider using $getField or $setField.`);
    if (name.startsWith('$'))
      fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
    return [name, compileIn(spec[name], scope)];
  });
  if (fields.every(([, evaluate]) => constantOf(evaluate)))
    return constant(Object.fromEntries(fields.map(([name, evaluate]) => [name, constantOf(evaluate)?.value])));
  return (doc) => {
    const result: Document = {};
    for (const [name, evaluate] of fields) {
      const value = evaluate(doc);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

function compileArray(members: readonly unknown[], scope: Scope): Evaluate {
  const evaluates = members.map((member) => compileIn(member, scope));
  if (evaluates.every(constantOf)) return constant(evaluates.map((evaluate) => constantOf(evaluate)?.value ?? null));
  return (doc) => evaluates.map((evaluate) => evaluate(doc) ?? null);
}

function compileOperator(name: string, spec: Document, scope: Scope): Evaluate {
  if (Object.keys(spec).length !== 1) {
    fail(
      15983,
      `an object representing an expression must have exactly one field: ${JSON.stringify(Object.keys(spec))}`,
    );
  }
  const operator = OPERATORS.get(name) ?? fail(168, `Unrecognized expression '${name}'`);
  return operator(spec[name], scope, compileIn);
}

/** Compiles an expression inside a scope. */
export function compileIn(expression: unknown, scope: Scope): Evaluate {
  if (typeof expression === 'string')
    return expression.startsWith('$') ? compileFieldPath(expression, scope) : constant(expression);
  if (Array.isArray(expression)) return compileArray(expression, scope);
  if (!isPlainObject(expression)) return constant(expression);
  const first = Object.keys(expression)[0];
  if (first?.startsWith('$')) return compileOperator(first, expression, scope);
  return compileObject(expression, scope);
}

/** Compiles an expression and tells what it reads. */
export function compileTracked(expression: unknown, context: CompileContext): Tracked {
  const scope = Scope.open(context);
  const evaluate = compileIn(expression, scope);
  return { evaluate, fields: scope.reads.whole ? null : scope.reads.fields };
}

/**
 * Compiles an aggregation expression.
 * @throws MongoError 168 for unknown operators, 16020 for a wrong number of arguments, 17276 for unknown variables
 */
export function compileExpression(expression: unknown, context: CompileContext): Evaluate {
  return compileIn(expression, Scope.open(context));
}
