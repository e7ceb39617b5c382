import { isNullish, isPlainObject } from '../../bson';
import { fail } from '../../errors';
import type { Document } from '../../types';
import type { Evaluate, Scope } from './scope';

export type Compile = (expression: unknown, scope: Scope) => Evaluate;

/** Compiles one operator's argument. `compile` is handed in so that operators need not import the compiler. */
export type Operator = (argument: unknown, scope: Scope, compile: Compile) => Evaluate;

export type OperatorEntry = readonly [name: string, operator: Operator];

const constants = new WeakMap<Evaluate, { readonly value: unknown }>();

/** An expression whose value is known when it is compiled. */
export function constant(value: unknown): Evaluate {
  const evaluate = (): unknown => value;
  constants.set(evaluate, { value });
  return evaluate;
}

/** The known value of a compiled expression, if there is one. */
export function constantOf(evaluate: Evaluate): { readonly value: unknown } | undefined {
  return constants.get(evaluate);
}

/** The argument list of an operator: a single argument may stand without brackets. */
export function argumentList(argument: unknown): readonly unknown[] {
  return Array.isArray(argument) ? (argument as unknown[]) : [argument];
}

function checkCount(name: string, count: number, least: number, most: number): void {
  if (count >= least && count <= most) return;
  if (least === most) {
    fail(16020, `Expression ${name} takes exactly ${least} arguments. ${count} were passed in.`);
  }
  fail(
    28667,
    `Expression ${name} takes at least ${least} arguments, and at most ${most}, but ${count} were passed in.`,
  );
}

/** An operator with one argument. */
export function unary(name: string, operate: (value: unknown) => unknown): OperatorEntry {
  return [
    name,
    (argument, scope, compile) => {
      const list = argumentList(argument);
      checkCount(name, list.length, 1, 1);
      const evaluate = compile(list[0], scope);
      return (doc) => operate(evaluate(doc));
    },
  ];
}

/** An operator with two arguments. */
export function binary(name: string, operate: (a: unknown, b: unknown, scope: Scope) => unknown): OperatorEntry {
  return [
    name,
    (argument, scope, compile) => {
      const list = argumentList(argument);
      checkCount(name, list.length, 2, 2);
      const first = compile(list[0], scope);
      const second = compile(list[1], scope);
      return (doc) => operate(first(doc), second(doc), scope);
    },
  ];
}

/** An operator with a number of arguments between two bounds, all evaluated. */
export function variadic(
  name: string,
  operate: (values: unknown[], scope: Scope) => unknown,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): OperatorEntry {
  return [
    name,
    (argument, scope, compile) => {
      const list = argumentList(argument);
      checkCount(name, list.length, least, most);
      const evaluates = list.map((one) => compile(one, scope));
      return (doc) =>
        operate(
          evaluates.map((evaluate) => evaluate(doc)),
          scope,
        );
    },
  ];
}

/** The compiled named arguments of an operator: missing optional ones evaluate to missing. */
export type NamedArguments<K extends string> = Readonly<Record<K, Evaluate>> & { readonly has: (name: K) => boolean };

const MISSING: Evaluate = () => undefined;

/** Compiles an object of named arguments, refusing unknown and missing names. */
export function namedArguments<K extends string>(
  name: string,
  argument: unknown,
  names: { required: readonly K[]; optional: readonly K[] },
  compileOne: (expression: unknown) => Evaluate,
): NamedArguments<K> {
  const spec: Document = isPlainObject(argument)
    ? argument
    : fail(9, `${name} only supports an object as its argument`);
  const known: readonly string[] = [...names.required, ...names.optional];
  for (const key of Object.keys(spec)) if (!known.includes(key)) fail(9, `Unrecognized argument to ${name}: ${key}`);
  for (const key of names.required) if (!(key in spec)) fail(9, `Missing '${key}' parameter to ${name}`);
  const compiled = Object.fromEntries(known.map((key) => [key, key in spec ? compileOne(spec[key]) : MISSING]));
  return Object.assign(compiled as Record<K, Evaluate>, { has: (key: K) => key in spec });
}

/** An operator with named arguments whose values are all evaluated first. */
export function named<K extends string>(
  name: string,
  names: { required: readonly K[]; optional: readonly K[] },
  operate: (values: Readonly<Record<K, unknown>>, has: (name: K) => boolean, scope: Scope) => unknown,
): OperatorEntry {
  return [
    name,
    (argument, scope, compile) => {
      const args = namedArguments(name, argument, names, (one) => compile(one, scope));
      const entries = [...names.required, ...names.optional].map((key): [K, Evaluate] => [key, args[key]]);
      return (doc) => {
        const values = {} as Record<K, unknown>;
        for (const [key, evaluate] of entries) values[key] = evaluate(doc);
        return operate(values, args.has, scope);
      };
    },
  ];
}

/** Runs an operation unless the value is null or missing: then the result is null. */
export function unlessNull(operate: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => (isNullish(value) ? null : operate(value));
}

/** Refuses an operator by name. */
export function refused(name: string, reason: string): OperatorEntry {
  return [name, () => fail(238, `${name}: ${reason} not supported by the embedded store`)];
}
