import { compare, isNullish, isPlainObject, typeName } from '../../bson';
import { fail } from '../../errors';
import { isTruthy } from '../../query/predicates';
import { argumentList, binary, constant, namedArguments, type Operator, type OperatorEntry, unary } from './define';
import { type Cell, checkVariableName, type Evaluate } from './scope';

const ordering = (name: string, accepts: (order: number) => unknown): OperatorEntry =>
  binary(name, (a, b, scope) => accepts(compare(a, b, scope.context.collator)));

const and: Operator = (argument, scope, compile) => {
  const evaluates = argumentList(argument).map((one) => compile(one, scope));
  return (doc) => evaluates.every((evaluate) => isTruthy(evaluate(doc)));
};

const or: Operator = (argument, scope, compile) => {
  const evaluates = argumentList(argument).map((one) => compile(one, scope));
  return (doc) => evaluates.some((evaluate) => isTruthy(evaluate(doc)));
};

/** The parts of `$cond` and the code of each one's absence. */
const CONDITION_PARTS: readonly (readonly [name: string, code: number])[] = [
  ['if', 17080],
  ['then', 17081],
  ['else', 17082],
];

function conditionParts(argument: unknown): readonly unknown[] {
  if (!isPlainObject(argument)) {
    const list = argumentList(argument);
    return list.length === 3
      ? list
      : fail(16020, `Expression $cond takes exactly 3 arguments. ${list.length} were passed in.`);
  }
  const unknown = Object.keys(argument).find((key) => !CONDITION_PARTS.some(([name]) => name === key));
  if (unknown !== undefined) fail(17083, `Unrecognized parameter to $cond: ${unknown}`);
  return CONDITION_PARTS.map(([name, code]) =>
    name in argument ? argument[name] : fail(code, `Missing '${name}' parameter to $cond`),
  );
}

const cond: Operator = (argument, scope, compile) => {
  const [condition, then, otherwise] = conditionParts(argument).map((one) => compile(one, scope)) as [
    Evaluate,
    Evaluate,
    Evaluate,
  ];
  return (doc) => (isTruthy(condition(doc)) ? then(doc) : otherwise(doc));
};

const ifNull: Operator = (argument, scope, compile) => {
  const list = argumentList(argument);
  if (list.length < 2) fail(1257300, `$ifNull needs at least two arguments, had: ${list.length}`);
  const evaluates = list.map((one) => compile(one, scope));
  const last = evaluates.pop() as Evaluate;
  return (doc) => {
    for (const evaluate of evaluates) {
      const value = evaluate(doc);
      if (!isNullish(value)) return value;
    }
    return last(doc);
  };
};

function branchOf(branch: unknown): { when: unknown; then: unknown } {
  if (!isPlainObject(branch))
    return fail(40062, `$switch expected each branch to be an object, found: ${typeName(branch)}`);
  for (const key of Object.keys(branch)) {
    if (key !== 'case' && key !== 'then') fail(40063, `$switch found an unknown argument to a branch: ${key}`);
  }
  if (!('case' in branch)) fail(40064, "$switch requires each branch have a 'case' expression");
  if (!('then' in branch)) fail(40065, "$switch requires each branch have a 'then' expression.");
  return { when: branch.case, then: branch.then };
}

const switchOperator: Operator = (argument, scope, compile) => {
  if (!isPlainObject(argument))
    return fail(40060, `$switch requires an object as an argument, found: ${typeName(argument)}`);
  for (const key of Object.keys(argument)) {
    if (key !== 'branches' && key !== 'default') fail(40067, `$switch found an unknown argument: ${key}`);
  }
  const { branches } = argument;
  if (!Array.isArray(branches))
    return fail(40061, `$switch expected an array for 'branches', found: ${typeName(branches)}`);
  if (branches.length === 0) fail(40068, '$switch requires at least one branch.');
  const compiled = branches
    .map(branchOf)
    .map(({ when, then }) => ({ when: compile(when, scope), then: compile(then, scope) }));
  const noMatch = (): never =>
    fail(40066, '$switch could not find a matching branch for an input, and no default was specified.');
  const otherwise = 'default' in argument ? compile(argument.default, scope) : noMatch;
  return (doc) => {
    for (const { when, then } of compiled) if (isTruthy(when(doc))) return then(doc);
    return otherwise(doc);
  };
};

const letOperator: Operator = (argument, scope, compile) => {
  const spec = namedArguments('$let', argument, { required: ['vars', 'in'], optional: [] }, constant);
  const vars = spec.vars({});
  if (!isPlainObject(vars)) return fail(10065, `invalid parameter: expected an object (vars)`);
  const cells: Record<string, Cell> = {};
  const assignments = Object.keys(vars).map((name) => {
    checkVariableName(name);
    const cell: Cell = { value: undefined };
    cells[name] = cell;
    return { cell, evaluate: compile(vars[name], scope) };
  });
  const body = compile(spec.in({}), scope.with(cells));
  return (doc) => {
    for (const { cell, evaluate } of assignments) cell.value = evaluate(doc);
    return body(doc);
  };
};

/** Comparison, boolean and control operators. */
export const LOGIC: readonly OperatorEntry[] = [
  ordering('$eq', (order) => order === 0),
  ordering('$ne', (order) => order !== 0),
  ordering('$lt', (order) => order < 0),
  ordering('$lte', (order) => order <= 0),
  ordering('$gt', (order) => order > 0),
  ordering('$gte', (order) => order >= 0),
  ordering('$cmp', Math.sign),
  ['$and', and],
  ['$or', or],
  unary('$not', (value) => !isTruthy(value)),
  ['$cond', cond],
  ['$ifNull', ifNull],
  ['$switch', switchOperator],
  ['$let', letOperator],
  ['$literal', (argument) => constant(argument)],
  ['$const', (argument) => constant(argument)],
];
