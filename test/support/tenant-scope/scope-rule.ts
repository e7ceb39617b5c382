import { readFileSync } from 'node:fs';
import path from 'node:path';

const COLLECTIONS = path.resolve(__dirname, '../../../docs/collections.md');

/** What keeps a query within one tenant: its workspace, its account or conversation, an id of its own rows, or the person who asks. */
const SCOPES = ['workspaceId', 'accountId', 'conversationId', '_id', 'userId'];

export type Filter = Record<string, unknown>;

/** A query without its values, which stand as "value". */
export interface ObservedQuery {
  method: string;
  collection: string;
  filter: Filter;
}

/** Collections whose rows carry a workspace, as the page of collections says; a test compares that page with the schemas. */
export function tenantCollections(page = readFileSync(COLLECTIONS, 'utf8')): Set<string> {
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const ofTenants = rows.filter(([, , , tenantKey = '']) => tenantKey.startsWith('`workspaceId`'));
  return new Set(ofTenants.map(([, name = '']) => name.replaceAll('`', '')));
}

/** An equality or an `$in`, not a range or a negation. */
export function isScoped(filter: Filter): boolean {
  if (Array.isArray(filter['$and']) && filter['$and'].some((part) => isScoped(part as Filter))) return true;
  return SCOPES.some((field) => {
    const value = filter[field];
    if (typeof value === 'string') return true;
    return typeof value === 'object' && value !== null && Object.keys(value).every((operator) => operator === '$in');
  });
}

/** In alphabetical order, those of an `$and` among them. */
export function fieldsOf(filter: Filter): string[] {
  const { $and: parts, ...rest } = filter;
  const inside = Array.isArray(parts) ? parts.flatMap((part) => fieldsOf(part as Filter)) : [];
  return [...new Set([...Object.keys(rest), ...inside])].sort();
}
