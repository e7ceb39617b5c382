import { updated } from './expressions.mjs';

const OK = { ok: 1 };
const DUPLICATE_KEY = 11000;
const rowsReply = (rows) => ({ ...OK, cursor: { id: 0n, ns: 'parley.canned', firstBatch: rows } });
const writeReply = (n, more = {}) => ({ ...OK, n, nModified: n, ...more });
const foundReply = (value) => ({ ...OK, value, lastErrorObject: { n: 1, updatedExisting: true } });

/**
 * Answers to the commands of the message path, at next to no cost: just enough is remembered (pending events, one document
 * for each conversation) for the code to go on. Conditions other than the id are not looked at, as nobody competes here.
 */
export class CannedReplies {
  #known = new Set();
  #pending = new Map();
  #laneOf = new Map();
  #conversations = new Map();

  /** @returns the reply, or null: to be asked of the real server */
  replyTo(name, collection, command) {
    switch (collection) {
      case 'inboxEvents':
        return this.#inbox(name, command);
      case 'conversations':
        return this.#conversation(name, command);
      case 'messages':
        return name === 'find' ? rowsReply([]) : written(name, command);
      case 'contacts':
      case 'automationSessions':
        return written(name, command);
      default:
        return null;
    }
  }

  #inbox(name, command) {
    switch (name) {
      case 'insert':
        return this.#store(command.documents);
      case 'update':
        for (const id of command.updates.flatMap(({ q }) => q._id.$in)) this.#finish(id);
        return writeReply(command.updates.length);
      case 'find':
        return rowsReply(
          this.#pendingOf(command.filter.conversationId).map((event) => without(event, command.projection)),
        );
      case 'aggregate':
        return rowsReply([]);
      default:
        return null;
    }
  }

  #store(events) {
    const writeErrors = [];
    events.forEach((event, index) => {
      if (this.#known.has(event._id))
        writeErrors.push({ index, code: DUPLICATE_KEY, errmsg: 'E11000 duplicate key', keyPattern: { _id: 1 } });
      else this.#keep(event);
    });
    return writeReply(events.length - writeErrors.length, writeErrors.length === 0 ? {} : { writeErrors });
  }

  #keep(event) {
    const { _id, conversationId } = event;
    this.#known.add(_id);
    this.#laneOf.set(_id, conversationId);
    if (!this.#pending.has(conversationId)) this.#pending.set(conversationId, new Map());
    this.#pending.get(conversationId).set(_id, event);
  }

  #pendingOf(conversationId) {
    return [...(this.#pending.get(conversationId)?.values() ?? [])];
  }

  #finish(id) {
    this.#pending.get(this.#laneOf.get(id))?.delete(id);
    this.#laneOf.delete(id);
  }

  #conversation(name, command) {
    switch (name) {
      case 'findAndModify':
        return foundReply(without(this.#change(command.query, command.update), command.fields));
      case 'update':
        for (const { q, u } of command.updates) this.#change(q, u);
        return writeReply(command.updates.length);
      case 'find':
        return rowsReply(this.#find(command.filter).map((row) => without(row, command.projection)));
      default:
        return null;
    }
  }

  #change({ _id, workspaceId }, pipeline) {
    if (!Array.isArray(pipeline)) return this.#conversations.get(_id);
    const before = this.#conversations.get(_id) ?? { _id, workspaceId };
    const after = updated(before, pipeline, new Date());
    this.#conversations.set(_id, after);
    return after;
  }

  #find({ _id, workDueAt }) {
    const isDue = (row) => row.workDueAt instanceof Date && row.workDueAt <= workDueAt.$lte;
    if (workDueAt !== undefined) return [...this.#conversations.values()].filter(isDue);
    const row = this.#conversations.get(_id);
    return row === undefined ? [] : [row];
  }
}

/** A write that is only said to have been done; reads go to the real server. */
function written(name, command) {
  if (name === 'insert') return writeReply(command.documents.length);
  return name === 'update' ? writeReply(command.updates.length) : null;
}

/** Fields that nobody asked for are left out, as any server does; a choice of single fields is not looked at. */
function without(row, projection = {}) {
  const left = Object.keys(projection).filter((name) => projection[name] === 0);
  return left.length === 0 ? row : Object.fromEntries(Object.entries(row).filter(([name]) => !left.includes(name)));
}
