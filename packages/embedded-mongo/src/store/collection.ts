import { type Filter, collatorOf, compileFilter, splitPath } from '../query';
import type { Collation, Collator, Document } from '../types';
import { documentPrefix, indexPrefix } from './keys';

/** What the catalogue keeps about an index. */
export interface IndexDefinition {
  readonly id: number;
  readonly name: string;
  readonly key: Document;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly expireAfterSeconds?: number;
  readonly partialFilterExpression?: Document;
  readonly collation?: Collation;
  readonly hidden?: boolean;
  readonly weights?: Document;
  readonly default_language?: string;
  readonly language_override?: string;
  readonly textIndexVersion?: number;
  /** Some document has more than one key here. Never goes back to false. */
  readonly multikey?: boolean;
  /** One bit for each field that was an array in some document; absent where an earlier version has built the index. */
  readonly arrays?: number;
  /** Some key was too long and is stored cut and hashed: equality holds, order does not. */
  readonly truncated?: boolean;
}

/** The fields that were arrays, as bits; undefined when nobody knows which. */
export const arraysOf = ({ multikey, arrays }: IndexDefinition): number | undefined =>
  multikey === true ? arrays : (arrays ?? 0);

/** What the catalogue keeps about a collection. */
export interface CollectionDefinition {
  readonly namespace: string;
  readonly id: number;
  readonly options: Document;
  readonly indexes: readonly IndexDefinition[];
}

/** An index at work: its definition, and what is derived from it once. */
export interface Index {
  definition: IndexDefinition;
  readonly fields: readonly string[];
  readonly paths: readonly (readonly string[])[];
  readonly directions: readonly (1 | -1)[];
  /** The fields under a text index; empty for every other index. */
  readonly textFields: readonly string[];
  readonly prefix: Buffer;
  readonly partial: Filter | undefined;
  readonly collator: Collator | undefined;
  /** The store's change count when the index was built: older snapshots do not hold its keys. */
  readonly builtAt: number;
}

/** A collection at work. */
export interface Collection {
  namespace: string;
  readonly id: number;
  readonly options: Document;
  indexes: Index[];
  readonly prefix: Buffer;
  nextRecordId: number;
  /** Number of documents when the store was opened; undefined until somebody has counted. */
  sizeAtStart: number | undefined;
  /** Documents inserted since, less those removed. */
  growth: number;
}

export const ID_INDEX = '_id_';

const directionOf = (value: unknown): 1 | -1 => (Number(value) < 0 ? -1 : 1);

/** @throws MongoError when the partial filter is not valid. */
export function openIndex(definition: IndexDefinition, builtAt: number): Index {
  const fields = Object.keys(definition.key);
  const { partialFilterExpression } = definition;
  const collator = collatorOf(definition.collation);
  return {
    definition,
    fields,
    paths: fields.map((field) => splitPath(field)),
    directions: fields.map((field) => (definition.key[field] === 'text' ? 1 : directionOf(definition.key[field]))),
    textFields: fields.filter((field) => definition.key[field] === 'text'),
    prefix: indexPrefix(definition.id),
    partial: partialFilterExpression && compileFilter(partialFilterExpression, { now: new Date(0), collator }),
    collator,
    builtAt,
  };
}

export function openCollection(definition: CollectionDefinition, builtAt: number): Collection {
  return {
    namespace: definition.namespace,
    id: definition.id,
    options: definition.options,
    indexes: definition.indexes.map((index) => openIndex(index, builtAt)),
    prefix: documentPrefix(definition.id),
    nextRecordId: 1,
    sizeAtStart: undefined,
    growth: 0,
  };
}

export const definitionOf = (collection: Collection): CollectionDefinition => ({
  namespace: collection.namespace,
  id: collection.id,
  options: collection.options,
  indexes: collection.indexes.map((index) => index.definition),
});

export const textIndexOf = (collection: Collection): Index | undefined =>
  collection.indexes.find((index) => index.textFields.length > 0);
