'use strict';
// Plain JavaScript: it is also loaded into processes that run from the build.
const { Collection } = require('mongodb');

/** Method → the filters in its arguments. */
const FILTERS_OF = {
  find: ([filter]) => [filter],
  findOne: ([filter]) => [filter],
  findOneAndUpdate: ([filter]) => [filter],
  findOneAndReplace: ([filter]) => [filter],
  findOneAndDelete: ([filter]) => [filter],
  countDocuments: ([filter]) => [filter],
  distinct: ([, filter]) => [filter],
  updateOne: ([filter]) => [filter],
  updateMany: ([filter]) => [filter],
  replaceOne: ([filter]) => [filter],
  deleteOne: ([filter]) => [filter],
  deleteMany: ([filter]) => [filter],
  aggregate: ([pipeline]) => [pipeline?.[0]?.$match],
  bulkWrite: ([operations]) => operations.flatMap((operation) => Object.values(operation).map(({ filter }) => filter)),
};

/** Operators and names stay, values go: what people write belongs in no record of a test. */
function shapeOf(value) {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || value instanceof Date || value instanceof RegExp) return 'value';
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

const isInsert = (method, filter) => method === 'bulkWrite' && filter === undefined;

/** Tells `onQuery({ method, collection, filter })` of every query of this process, before it is sent: its shape, without values. */
function observeCollections(onQuery) {
  for (const [method, filtersOf] of Object.entries(FILTERS_OF)) {
    const original = Collection.prototype[method];
    Collection.prototype[method] = function observed(...args) {
      for (const filter of filtersOf(args)) {
        if (!isInsert(method, filter))
          onQuery({ method, collection: this.collectionName, filter: shapeOf(filter ?? {}) });
      }
      return original.apply(this, args);
    };
  }
}

module.exports = { observeCollections };
