import { compare, identity, isNullish, typeName } from '../../bson';
import { fail } from '../../errors';
import type { Collation } from '../../types';
import { binary, type OperatorEntry, variadic } from './define';

type Members = Map<string, unknown>;

/** The members of an array without repetitions, by their identity. */
function membersOf(name: string, code: number, array: unknown, collation: Collation | undefined): Members {
  if (!Array.isArray(array))
    return fail(code, `All operands of ${name} must be arrays. One argument is of type: ${typeName(array)}`);
  const members: Members = new Map();
  for (const value of array as unknown[]) {
    const key = identity(value, collation);
    if (!members.has(key)) members.set(key, value);
  }
  return members;
}

const inOrder = (members: Members): unknown[] => [...members.values()].sort((a, b) => compare(a, b));

/** A set operator over any number of arrays; null when one is null. */
function overSets(name: string, code: number, operate: (sets: Members[]) => unknown): OperatorEntry {
  return variadic(name, (values, scope) => {
    if (values.some(isNullish)) return null;
    return operate(values.map((value) => membersOf(name, code, value, scope.context.collator?.spec)));
  });
}

function union(sets: readonly Members[]): unknown[] {
  return inOrder(new Map(sets.flatMap((set) => [...set]).reverse()));
}

function intersection([first, ...others]: readonly Members[]): unknown[] {
  const shared = [...(first ?? [])].filter(([key]) => others.every((set) => set.has(key)));
  return inOrder(new Map(shared));
}

function allEqual([first, ...others]: readonly Members[]): boolean {
  if (!first || others.length === 0) fail(17045, '$setEquals needs at least two arguments');
  return others.every((set) => set.size === first.size && [...set.keys()].every((key) => first.has(key)));
}

/** Sets: arrays without regard to order and repetition. */
export const SETS: readonly OperatorEntry[] = [
  overSets('$setUnion', 17043, union),
  overSets('$setIntersection', 17047, intersection),
  variadic('$setEquals', (values, scope) =>
    allEqual(values.map((value) => membersOf('$setEquals', 17044, value, scope.context.collator?.spec))),
  ),
  binary('$setDifference', (a, b, scope) => {
    if (isNullish(a) || isNullish(b)) return null;
    const collation = scope.context.collator?.spec;
    const removed = membersOf('$setDifference', 17049, b, collation);
    return [...membersOf('$setDifference', 17048, a, collation)]
      .filter(([key]) => !removed.has(key))
      .map(([, value]) => value);
  }),
  binary('$setIsSubset', (a, b, scope) => {
    const collation = scope.context.collator?.spec;
    const whole = membersOf('$setIsSubset', 17042, b, collation);
    return [...membersOf('$setIsSubset', 17046, a, collation).keys()].every((key) => whole.has(key));
  }),
];
