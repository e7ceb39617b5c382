import { isPlainObject } from '../bson';
import { fail } from '../errors';
import type { CompileContext } from '../query/context';
import { compileFilter } from '../query/filter';
import { topLevelOf } from '../query/path';
import type { Document } from '../types';
import { describe, member } from './paths';

/** Tests array elements for the identifiers of `$[identifier]`. */
export type ArrayFilters = ReadonlyMap<string, (element: unknown) => boolean>;

function topLevelNames(filter: Document, names: Set<string>): Set<string> {
  for (const [name, condition] of Object.entries(filter)) {
    if (!name.startsWith('$')) names.add(topLevelOf(name));
    else if (Array.isArray(condition))
      for (const branch of condition.filter(isPlainObject)) topLevelNames(branch, names);
  }
  return names;
}

/**
 * Compiles `arrayFilters`.
 * @throws MongoError 9 when a filter names none or several identifiers, or two name the same
 */
export function compileArrayFilters(filters: readonly Document[], context: CompileContext): ArrayFilters {
  const compiled = new Map<string, (element: unknown) => boolean>();
  for (const filter of filters) {
    const names = [...topLevelNames(filter, new Set())];
    const [name] = names;
    if (name === undefined) return fail(9, 'Cannot use an expression without a top-level field name in arrayFilters');
    if (names.length > 1)
      fail(
        9,
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${names[1]}'`,
      );
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      fail(
        2,
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    }
    if (compiled.has(name)) fail(9, `Found multiple array filters with the same top-level field name ${name}`);
    const { test } = compileFilter(filter, context);
    compiled.set(name, (element) => test({ [name]: element }));
  }
  return compiled;
}

/** `e` for the path part `$[e]`, the empty string for `$[]`. */
export function identifierOf(part: string): string | undefined {
  return part.startsWith('$[') && part.endsWith(']') ? part.slice(2, -1) : undefined;
}

/** A path part that stands for elements which only the document decides. */
export function isDynamic(part: string): boolean {
  return part === '$' || identifierOf(part) !== undefined;
}

type Lead = { readonly path: readonly string[]; readonly value: unknown };

function matchingElements(lead: Lead, test: ((element: unknown) => boolean) | undefined): Lead[] {
  const where = lead.path.join('.');
  if (lead.value === undefined)
    fail(2, `The path '${where}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(lead.value))
    return fail(2, `Cannot apply array updates to non-array element ${where}: ${describe(lead.value)}`);
  return (lead.value as unknown[])
    .map((value, index): Lead => ({ path: [...lead.path, String(index)], value }))
    .filter(({ value }) => !test || test(value));
}

function step(lead: Lead, part: string, position: number | undefined, filters: ArrayFilters): Lead[] {
  const identifier = identifierOf(part);
  if (identifier !== undefined) return matchingElements(lead, filters.get(identifier));
  if (part === '$' && position === undefined) {
    fail(2, 'The positional operator did not find the match needed from the query.');
  }
  const name = part === '$' ? String(position) : part;
  return [{ path: [...lead.path, name], value: member(lead.value, name) }];
}

/**
 * The concrete paths that a path with `$`, `$[]` or `$[identifier]` stands for in one document.
 * @throws MongoError 2 when the element is not known or the value is no array
 */
export function expandPath(
  doc: Document,
  parts: readonly string[],
  position: number | undefined,
  filters: ArrayFilters,
): readonly string[][] {
  let leads: Lead[] = [{ path: [], value: doc }];
  for (const part of parts) leads = leads.flatMap((lead) => step(lead, part, position, filters));
  return leads.map((lead) => [...lead.path]);
}
