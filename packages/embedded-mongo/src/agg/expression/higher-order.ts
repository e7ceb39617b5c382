import { isNullish, isNumeric, toNumber, typeName } from '../../bson';
import { fail } from '../../errors';
import { isTruthy } from '../../query/predicates';
import { compileValueSort } from '../../query/sort';
import { type Compile, constant, namedArguments, type Operator, type OperatorEntry } from './define';
import { type Cell, checkVariableName, type Evaluate, type Scope } from './scope';

type Loop = { readonly input: Evaluate; readonly cell: Cell; readonly inner: Scope };

function openLoop(input: unknown, variable: unknown, scope: Scope, compile: Compile): Loop {
  const name = variable === undefined ? 'this' : String(variable);
  checkVariableName(name);
  const cell: Cell = { value: undefined };
  return { input: compile(input, scope), cell, inner: scope.with({ [name]: cell }) };
}

const map: Operator = (argument, scope, compile) => {
  const spec = namedArguments('$map', argument, { required: ['input', 'in'], optional: ['as'] }, constant);
  const { input, cell, inner } = openLoop(spec.input({}), spec.as({}), scope, compile);
  const body = compile(spec.in({}), inner);
  return (doc) => {
    const array = input(doc);
    if (isNullish(array)) return null;
    if (!Array.isArray(array)) return fail(16883, `input to $map must be an array not ${typeName(array)}`);
    return (array as unknown[]).map((element) => {
      cell.value = element;
      return body(doc) ?? null;
    });
  };
};

function limitOf(value: unknown): number {
  if (isNullish(value)) return Infinity;
  const limit = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(limit))
    fail(327391, `$filter: limit must be represented as a 32-bit integral value: ${String(value)}`);
  return limit >= 1 ? limit : fail(327392, `$filter: limit must be greater than 0: ${limit}`);
}

const filter: Operator = (argument, scope, compile) => {
  const spec = namedArguments(
    '$filter',
    argument,
    { required: ['input', 'cond'], optional: ['as', 'limit'] },
    constant,
  );
  const { input, cell, inner } = openLoop(spec.input({}), spec.as({}), scope, compile);
  const condition = compile(spec.cond({}), inner);
  const limit = compile(spec.limit({}) ?? null, scope);
  return (doc) => {
    const array = input(doc);
    if (isNullish(array)) return null;
    if (!Array.isArray(array)) return fail(28651, `input to $filter must be an array not ${typeName(array)}`);
    const most = limitOf(limit(doc));
    const kept: unknown[] = [];
    for (const element of array as unknown[]) {
      cell.value = element;
      if (!isTruthy(condition(doc))) continue;
      kept.push(element);
      if (kept.length >= most) break;
    }
    return kept;
  };
};

const reduce: Operator = (argument, scope, compile) => {
  const spec = namedArguments(
    '$reduce',
    argument,
    { required: ['input', 'initialValue', 'in'], optional: [] },
    constant,
  );
  const input = compile(spec.input({}), scope);
  const initial = compile(spec.initialValue({}), scope);
  const current: Cell = { value: undefined };
  const accumulated: Cell = { value: undefined };
  const body = compile(spec.in({}), scope.with({ this: current, value: accumulated }));
  return (doc) => {
    const array = input(doc);
    if (isNullish(array)) return null;
    if (!Array.isArray(array))
      return fail(40080, `$reduce requires that 'input' be an array, found: ${typeName(array)}`);
    let result = initial(doc);
    for (const element of array as unknown[]) {
      current.value = element;
      accumulated.value = result;
      result = body(doc);
    }
    return result;
  };
};

const sortArray: Operator = (argument, scope, compile) => {
  const spec = namedArguments('$sortArray', argument, { required: ['input', 'sortBy'], optional: [] }, constant);
  const input = compile(spec.input({}), scope);
  const sort = compileValueSort(spec.sortBy({}), scope.context);
  return (doc) => {
    const array = input(doc);
    if (isNullish(array)) return null;
    return Array.isArray(array)
      ? sort(array)
      : fail(2942504, `The input argument to $sortArray must be an array, but was of type: ${typeName(array)}`);
  };
};

/** Operators that run an expression for each element. */
export const HIGHER_ORDER: readonly OperatorEntry[] = [
  ['$map', map],
  ['$filter', filter],
  ['$reduce', reduce],
  ['$sortArray', sortArray],
];
