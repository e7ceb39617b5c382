import { encode, equals, isNumeric, isPlainObject, toNumber } from '../bson';
import { fail } from '../errors';
import { type Collection, ID_INDEX, type Index } from '../store/collection';
import { shellText } from '../store/duplicate-key';
import { findExistingIndex, readIndexSpecification } from '../store/index-specification';
import type { Document } from '../types';
import { checkFields, collectionOf, documentArray, flag, namespaceOf, optionalDocument } from './arguments';
import { type CommandContext, type Reply, outsideTransactions, read, schema } from './command';
import { completeCursor } from './cursor-reply';

/** @throws MongoError 263 when a transaction wants an index on a collection that it did not create, or has written to */
function checkTransaction({ transaction }: CommandContext, collection: Collection): void {
  const { namespace } = collection;
  if (!transaction || (transaction.created.get(namespace) === collection && !transaction.touches(collection))) return;
  fail(263, `Cannot create new indexes on existing collection ${namespace} in a multi-document transaction.`);
}

function createIndexes(context: CommandContext): Reply {
  checkFields(context, ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions']);
  const { catalogue, indexes } = context.services.store;
  const namespace = namespaceOf(context);
  const specs = documentArray(context.body, 'indexes');
  if (specs.length === 0) fail(2, 'Must specify at least one index to create');
  const existing = collectionOf(context, namespace);
  const specified = specs.map((spec) => readIndexSpecification(spec, existing?.options.collation));
  const wanted = specified.filter(({ key }) => !equals(key, { _id: 1 })); // every collection has that one
  const collection = existing ?? catalogue.create(namespace, {}, context.transaction);
  const before = collection.indexes.length;
  for (const specification of wanted) {
    if (findExistingIndex(collection, specification)) continue;
    checkTransaction(context, collection);
    indexes.build(collection, specification);
  }
  const after = collection.indexes.length;
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: !existing,
    ...(before === after ? { note: 'all indexes already exist' } : {}),
    ok: 1,
  };
}

const OWN_FIELDS = new Set(['id', 'name', 'key', 'unique', 'multikey', 'arrays', 'truncated']);

/** An index as `listIndexes` shows it. */
function describe({ definition }: Index): Document {
  const { name, key, unique, textIndexVersion } = definition;
  // MongoDB shows all text fields of a key as one; their names are those of the weights.
  const shown = Object.entries(key).flatMap(([field, order]) =>
    order === 'text' ? Object.entries({ _fts: 'text', _ftsx: 1 }) : [[field, order] as const],
  );
  const shownKey = textIndexVersion === undefined ? key : Object.fromEntries(shown);
  const options = Object.entries(definition).filter(([option]) => !OWN_FIELDS.has(option));
  return {
    v: 2,
    key: shownKey,
    name,
    ...(unique && name !== ID_INDEX ? { unique } : {}),
    ...Object.fromEntries(options),
  };
}

function existingCollection(context: CommandContext): Collection {
  const namespace = namespaceOf(context);
  return context.services.store.catalogue.get(namespace) ?? fail(26, `ns does not exist: ${namespace}`);
}

function listIndexes(context: CommandContext): Reply {
  const collection = existingCollection(context);
  return completeCursor(
    collection.namespace,
    collection.indexes.map((index) => encode(describe(index))),
  );
}

function findIndex(collection: Collection, wanted: unknown): Index {
  const [found, another] = collection.indexes.filter(({ definition }) =>
    typeof wanted === 'string' ? definition.name === wanted : isPlainObject(wanted) && equals(definition.key, wanted),
  );
  if (another) fail(181, `${shellText(wanted)} matches several indexes, must use the name of one`);
  return (
    found ?? fail(27, `index not found with name [${typeof wanted === 'string' ? wanted : JSON.stringify(wanted)}]`)
  );
}

function dropIndexes(context: CommandContext): Reply {
  const { indexes } = context.services.store;
  const collection = existingCollection(context);
  const nIndexesWas = collection.indexes.length;
  const { index: wanted } = context.body;
  const all = wanted === '*';
  const names: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  const chosen = all ? collection.indexes.slice(1) : names.map((name) => findIndex(collection, name));
  if (chosen.some(({ definition }) => definition.name === ID_INDEX)) fail(72, 'cannot drop _id index');
  for (const index of chosen) indexes.drop(collection, index);
  const message = all ? { msg: 'non-_id indexes dropped for collection' } : {};
  return { nIndexesWas, ...message, ok: 1 };
}

/** Changes an index's expiry or whether the planner sees it. */
function collMod(context: CommandContext): Reply {
  for (const option of Object.keys(context.body)) {
    if (
      [
        'validator',
        'validationLevel',
        'validationAction',
        'viewOn',
        'pipeline',
        'timeseries',
        'cappedSize',
        'cappedMax',
      ].includes(option)
    ) {
      fail(238, `collMod: '${option}' is not supported by the embedded store`);
    }
  }
  checkFields(context, ['index']);
  const collection = existingCollection(context);
  const change = optionalDocument(context.body, 'index');
  if (!change) return { ok: 1 };
  const index = findIndex(collection, change.name ?? change.keyPattern);
  const { expireAfterSeconds, hidden } = index.definition;
  const reply: Document = {};
  const changes: { expireAfterSeconds?: number; hidden?: boolean } = {};
  if (change.expireAfterSeconds !== undefined) {
    if (!isNumeric(change.expireAfterSeconds)) fail(14, "'expireAfterSeconds' must be a number");
    changes.expireAfterSeconds = Math.trunc(toNumber(change.expireAfterSeconds));
    Object.assign(reply, {
      expireAfterSeconds_old: expireAfterSeconds,
      expireAfterSeconds_new: changes.expireAfterSeconds,
    });
  }
  if (change.hidden !== undefined) {
    changes.hidden = flag(change, 'hidden');
    Object.assign(reply, { hidden_old: hidden === true, hidden_new: changes.hidden });
  }
  context.services.store.catalogue.updateIndex(collection, index, changes);
  return { ...reply, ok: 1 };
}

export const INDEX_COMMANDS = {
  createIndexes: schema(createIndexes),
  listIndexes: outsideTransactions(read(listIndexes)),
  dropIndexes: outsideTransactions(schema(dropIndexes)),
  collMod: outsideTransactions(schema(collMod)),
};
