import type { Connection, mongo } from 'mongoose';

/** What keeps a command within one tenant: its workspace, an id of its own rows, or the person who asks. */
const SCOPES = ['workspaceId', 'conversationId', '_id', 'userId'];

/** What each process asks about all tenants together, by itself: caches that poll, and its metrics. */
const OF_THE_PROCESS = [
  /^find instagramAccounts {"updatedAt"/,
  /^find erasedLanes {"changedAt"/,
  /^find inboxEvents {"status":"pending"}/,
  /^aggregate \w+ {"status":"parked"}/,
];

/** Watches the commands of a connection for those on tenant data that name no tenant. */
export class TenantWatch {
  readonly unscoped: string[] = [];

  constructor(connection: Connection, tenantCollections: ReadonlySet<string>) {
    connection.getClient().on('commandStarted', ({ commandName, command }: mongo.CommandStartedEvent) => {
      const collection = String(command[commandName]);
      if (!tenantCollections.has(collection)) return;
      for (const filter of filtersOf(commandName, command)) {
        const words = `${commandName} ${collection} ${JSON.stringify(filter)}`;
        if (!isScoped(filter) && !OF_THE_PROCESS.some((known) => known.test(words))) this.unscoped.push(words);
      }
    });
  }
}

type Filter = Record<string, unknown>;

const FILTERS: Readonly<Record<string, (command: mongo.Document) => unknown[]>> = {
  find: ({ filter }) => [filter],
  findAndModify: ({ query }) => [query],
  count: ({ query }) => [query],
  distinct: ({ query }) => [query],
  update: ({ updates }) => (updates as { q: Filter }[]).map(({ q }) => q),
  delete: ({ deletes }) => (deletes as { q: Filter }[]).map(({ q }) => q),
  aggregate: ({ pipeline }) => [(pipeline as { $match?: Filter }[])[0]?.$match],
};

const filtersOf = (name: string, command: mongo.Document): Filter[] =>
  (FILTERS[name]?.(command) ?? []).map((filter) => (filter ?? {}) as Filter);

/** An equality or an `$in`, not a range or a negation. */
function isScoped(filter: Filter): boolean {
  if (Array.isArray(filter['$and'])) return filter['$and'].some((part) => isScoped(part as Filter));
  return SCOPES.some((field) => {
    const value = filter[field];
    if (typeof value === 'string') return true;
    return typeof value === 'object' && value !== null && Object.keys(value).every((operator) => operator === '$in');
  });
}
