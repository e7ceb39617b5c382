import { isPlainObject, isRegex } from '../bson';
import { fail } from '../errors';
import { isOperatorObject, splitPath } from '../query/path';
import type { Document } from '../types';
import { Draft } from './paths';

type Equality = { readonly path: string; readonly value: unknown };

const single = (list: unknown): readonly unknown[] =>
  Array.isArray(list) && list.length === 1 ? (list as unknown[]) : [];

function fromCondition(path: string, condition: unknown): Equality[] {
  if (isRegex(condition)) return [];
  if (!isOperatorObject(condition)) return [{ path, value: condition }];
  if ('$eq' in condition) return [{ path, value: condition.$eq }];
  return [...single(condition.$in), ...single(condition.$all)]
    .filter((value) => !isRegex(value) && !isOperatorObject(value))
    .map((value) => ({ path, value }));
}

function equalitiesOf(filter: Document): Equality[] {
  return Object.keys(filter).flatMap((name) => {
    const condition = filter[name];
    if (!name.startsWith('$')) return fromCondition(name, condition);
    const branches = name === '$and' ? condition : name === '$or' ? single(condition) : [];
    return Array.isArray(branches) ? branches.filter(isPlainObject).flatMap(equalitiesOf) : [];
  });
}

/**
 * The document that an upsert starts from: the equality conditions of its filter.
 * @throws MongoError 54 when two conditions give the same path
 */
export function upsertSeed(filter: Document): Document {
  const draft = new Draft({});
  const seen = new Set<string>();
  for (const { path, value } of equalitiesOf(filter)) {
    if (seen.has(path)) fail(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    seen.add(path);
    draft.modify(splitPath(path), true, () => value);
  }
  return draft.document;
}
