import { isOfThePlatform } from './platform-queries';
import { isScoped, type ObservedQuery, tenantCollections } from './scope-rule';

const COLLECTIONS = tenantCollections();

/** In words, the queries on tenant data that name no tenant, each once; what Parley asks about all tenants is left out. */
export function unscopedAmong(queries: readonly ObservedQuery[]): string[] {
  const unscoped = queries.filter(
    (query) => COLLECTIONS.has(query.collection) && !isScoped(query.filter) && !isOfThePlatform(query),
  );
  return [...new Set(unscoped.map(wordsOf))];
}

function wordsOf({ method, collection, filter }: ObservedQuery): string {
  return `${method} ${collection} ${JSON.stringify(filter)}`;
}
