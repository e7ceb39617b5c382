import { encode } from '../bson';
import { fail } from '../errors';
import { collatorOf, compileFilter } from '../query';
import type { Collection } from '../store/collection';
import type { Collation, Document } from '../types';
import { checkFields, collectionOf, flag, namespaceOf, optionalDocument, qualify, requiredString } from './arguments';
import { type CommandContext, type Reply, outsideTransactions, read, schema } from './command';
import { completeCursor } from './cursor-reply';
import { finish } from './turns';

const REFUSED_CREATE_OPTIONS = [
  'capped',
  'timeseries',
  'viewOn',
  'pipeline',
  'validator',
  'validationLevel',
  'validationAction',
  'clusteredIndex',
  'encryptedFields',
  'changeStreamPreAndPostImages',
  'expireAfterSeconds',
  'storageEngine',
  'indexOptionDefaults',
];

function create(context: CommandContext): Reply {
  const { body, services } = context;
  for (const option of REFUSED_CREATE_OPTIONS) {
    if (body[option] !== undefined && body[option] !== false)
      fail(238, `create: option '${option}' is not supported by the embedded store`);
  }
  checkFields(context, [
    ...REFUSED_CREATE_OPTIONS,
    'collation',
    'size',
    'max',
    'autoIndexId',
    'idIndex',
    'writeConcern',
  ]);
  const namespace = namespaceOf(context);
  const collator = collatorOf(optionalDocument(body, 'collation') as Collation | undefined); // checked inside
  const existing = collectionOf(context, namespace);
  if (existing) {
    const repeats = sameOptions(existing, collator?.spec) && !context.transaction;
    return repeats ? { ok: 1 } : fail(48, `Collection ${namespace} already exists.`);
  }
  const options = collator ? { collation: collator.spec } : {};
  services.store.catalogue.create(namespace, options, context.transaction);
  return { ok: 1 };
}

/** MongoDB 7 takes a repeated `create` with equal options. */
const sameOptions = (collection: Collection, collation: Collation | undefined): boolean =>
  JSON.stringify(collection.options.collation) === JSON.stringify(collation);

function drop(context: CommandContext): Reply {
  const { catalogue } = context.services.store;
  const namespace = namespaceOf(context);
  const collection = catalogue.get(namespace);
  if (!collection) return { ok: 1 }; // MongoDB 7: nothing to drop is no error
  catalogue.drop(collection);
  return { ns: namespace, nIndexesWas: collection.indexes.length, ok: 1 };
}

function dropDatabase({ database, services }: CommandContext): Reply {
  const { catalogue } = services.store;
  for (const collection of catalogue.ofDatabase(database)) catalogue.drop(collection);
  return { dropped: database, ok: 1 };
}

function renameCollection(context: CommandContext): Reply {
  checkFields(context, ['to', 'dropTarget', 'stayTemp']);
  const { catalogue } = context.services.store;
  const collection =
    catalogue.get(requiredString(context.body, 'renameCollection')) ?? fail(26, 'Source collection does not exist');
  const [database = '', ...rest] = requiredString(context.body, 'to').split('.');
  const namespace = qualify(database, rest.join('.'));
  const target = catalogue.get(namespace);
  if (target === collection) fail(20, "Can't rename a collection to itself");
  if (target && !flag(context.body, 'dropTarget')) fail(48, 'target namespace exists');
  if (target) catalogue.drop(target);
  catalogue.rename(collection, namespace);
  return { ok: 1 };
}

function describe(collection: Collection, database: string): Document {
  return {
    name: collection.namespace.slice(database.length + 1),
    type: 'collection',
    options: collection.options,
    info: { readOnly: false },
    idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
  };
}

function listCollections(context: CommandContext): Reply {
  checkFields(context, ['filter', 'nameOnly', 'authorizedCollections', 'cursor']);
  const { body, database, services, now } = context;
  const filter = compileFilter(optionalDocument(body, 'filter') ?? {}, { now });
  const nameOnly = flag(body, 'nameOnly');
  const described = services.store.catalogue
    .ofDatabase(database)
    .map((collection) => describe(collection, database))
    .filter((document) => filter.test(document))
    .map((document) => encode(nameOnly ? { name: document.name, type: document.type } : document));
  return completeCursor(`${database}.$cmd.listCollections`, described);
}

function listDatabases(context: CommandContext): Reply {
  checkFields(context, ['filter', 'nameOnly', 'authorizedDatabases']);
  const { body, services, now } = context;
  const names = new Set(services.store.catalogue.all().map(({ namespace }) => namespace.split('.', 1)[0]));
  const filter = compileFilter(optionalDocument(body, 'filter') ?? {}, { now });
  const described = [...names].sort().map((name) => ({ name, sizeOnDisk: 1, empty: false }));
  const databases = described.filter((one) => filter.test(one));
  if (flag(body, 'nameOnly')) return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
  return { databases, totalSize: databases.length, totalSizeMb: 0, ok: 1 };
}

async function collStats(context: CommandContext): Promise<Reply> {
  const { store } = context.services;
  const namespace = namespaceOf(context);
  const collection = store.catalogue.get(namespace);
  const count = collection ? await finish(store.size(collection)) : 0;
  return {
    ns: namespace,
    count,
    size: 0,
    storageSize: 0,
    totalIndexSize: 0,
    nindexes: collection?.indexes.length ?? 0,
    ok: 1,
  };
}

async function dbStats({ database, services }: CommandContext): Promise<Reply> {
  const collections = services.store.catalogue.ofDatabase(database);
  let objects = 0;
  for (const collection of collections) objects += await finish(services.store.size(collection));
  const indexes = collections.reduce((sum, collection) => sum + collection.indexes.length, 0);
  return {
    db: database,
    collections: collections.length,
    views: 0,
    objects,
    indexes,
    dataSize: 0,
    storageSize: 0,
    ok: 1,
  };
}

export const COLLECTION_COMMANDS = {
  create: schema(create),
  drop: outsideTransactions(schema(drop)),
  dropDatabase: outsideTransactions(schema(dropDatabase)),
  renameCollection: outsideTransactions(schema(renameCollection)),
  listCollections: outsideTransactions(read(listCollections)),
  listDatabases: outsideTransactions(read(listDatabases)),
  collStats: outsideTransactions(read(collStats)),
  dbStats: outsideTransactions(read(dbStats)),
};
