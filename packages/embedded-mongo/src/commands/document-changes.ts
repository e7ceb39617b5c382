import { ObjectId } from 'bson';
import { decode, encode, isPlainObject, isRegex, moveIdFirst, typeName } from '../bson';
import { fail } from '../errors';
import type { CompileContext, Filter } from '../query';
import type { Collection } from '../store/collection';
import type { Row } from '../store/query';
import type { Document } from '../types';
import { type Update, compileUpdate, upsertSeed } from '../update';
import type { CommandContext } from './command';

/** @throws MongoError 2, 53 or 52 for an `_id` that MongoDB does not take */
function checkId(id: unknown): void {
  if (Array.isArray(id) || isRegex(id) || id === undefined) {
    fail(
      id === undefined ? 2 : 53,
      `The '_id' value cannot be of type ${id === undefined ? 'undefined' : typeName(id)}`,
    );
  }
  const dollar = isPlainObject(id)
    ? Object.keys(id).find((field) => field.startsWith('$') && !['$ref', '$id', '$db'].includes(field))
    : undefined;
  if (dollar !== undefined)
    fail(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
}

/** The raw document with an `_id` in front; one is made when it has none. The bytes of all other fields stay as sent. */
function withId(raw: Buffer, document: Document): Buffer {
  if ('_id' in document) return Buffer.from(moveIdFirst(raw));
  const element = encode({ _id: new ObjectId() }).subarray(4, -1);
  const whole = Buffer.concat([raw.subarray(0, 4), element, raw.subarray(4)]);
  whole.writeInt32LE(whole.length, 0);
  return whole;
}

/** Stores a new document as the client encoded it. @throws MongoError 11000, 10334, 2, 53 and what BSON that is not valid gives */
export function insertRaw(context: CommandContext, collection: Collection, sent: Buffer): void {
  const document = decode(sent);
  const raw = withId(sent, document);
  const after = '_id' in document ? document : decode(raw);
  checkId(after._id);
  const recordId = collection.nextRecordId;
  context.services.store.writer.write({ collection, recordId, before: null, after, raw }, context.transaction);
  collection.nextRecordId++;
}

export const insertDocument = (context: CommandContext, collection: Collection, document: Document): void =>
  insertRaw(context, collection, encode(document));

/** The document with this `_id`, in front. */
function idFirst(id: unknown, document: Document): Document {
  const ordered: Document = { _id: id, ...document };
  ordered._id = id;
  return ordered;
}

/** Applies an update to a document that matched. @returns the new document, or undefined when nothing changed */
export function updateRow(
  context: CommandContext,
  collection: Collection,
  row: Row,
  update: Update,
  filter: Filter,
): Document | undefined {
  const before = row.document;
  const applied = update.apply(before, {
    inserting: false,
    get position() {
      return filter.position(before);
    },
  });
  const after = Object.keys(applied)[0] === '_id' ? applied : idFirst(before._id, applied);
  const raw = encode(after);
  if (raw.equals(row.raw)) return undefined;
  context.services.store.writer.write({ collection, recordId: row.recordId, before, after, raw }, context.transaction);
  return after;
}

/** Inserts the document that an upsert makes out of its filter and update. */
export function upsert(context: CommandContext, collection: Collection, filter: Document, update: Update): Document {
  const seed = upsertSeed(filter);
  const start = update.isReplacement ? ('_id' in seed ? { _id: seed._id } : {}) : seed;
  const made = update.apply(start, { inserting: true });
  const id = made._id ?? seed._id ?? ('_id' in made ? null : new ObjectId());
  const document = idFirst(id, made);
  insertDocument(context, collection, document);
  return document;
}

export function removeRow(context: CommandContext, collection: Collection, row: Row): void {
  const { recordId, document: before } = row;
  context.services.store.writer.write({ collection, recordId, before, after: null, raw: null }, context.transaction);
}

export interface UpdateStatement {
  readonly spec: Document | Document[];
  readonly arrayFilters: Document[];
}

export const compileStatement = ({ spec, arrayFilters }: UpdateStatement, ctx: CompileContext): Update =>
  compileUpdate(spec, { arrayFilters, ctx });
