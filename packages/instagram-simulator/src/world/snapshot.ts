import { z } from 'zod';
import { IdSource } from './ids';
import type {
  Account,
  ActionEntry,
  Attachment,
  Comment,
  Customer,
  LedgerEntry,
  LoginCode,
  Message,
  Post,
  Thread,
  Token,
} from './model';
import type { World } from './world';

const FORMAT = 1;

const list = <T>() => z.array(z.custom<T>((value) => typeof value === 'object' && value !== null));

/** The frame of a saved world; its rows are our own writing and trusted. */
export const worldSnapshotSchema = z.object({
  format: z.literal(FORMAT),
  ids: z.object({ epoch: z.number().int(), count: z.number().int() }),
  accounts: list<Account>(),
  customers: list<Customer>(),
  threads: list<Thread>(),
  messages: list<Message>(),
  comments: list<Comment>(),
  // Worlds that were saved before there were posts have none.
  posts: list<Post>().default([]),
  tokens: list<Token>(),
  codes: list<LoginCode>(),
  uploads: z.array(z.tuple([z.string(), z.custom<Attachment>()])),
  ledger: list<LedgerEntry>(),
  actions: list<ActionEntry>(),
});

export type WorldSnapshot = z.infer<typeof worldSnapshotSchema>;

export function takeSnapshot(world: World): WorldSnapshot {
  return {
    format: FORMAT,
    ids: world.ids.snapshot(),
    accounts: [...world.accounts.values()],
    customers: [...world.customers.values()],
    threads: [...world.threads.values()],
    messages: [...world.messages.values()],
    comments: [...world.comments.values()],
    posts: [...world.posts.values()],
    tokens: [...world.tokens.values()],
    codes: [...world.codes.values()],
    uploads: [...world.uploads],
    ledger: world.ledger.list(),
    actions: world.actions.list(),
  };
}

/** Replaces everything in the world. */
export function restoreSnapshot(world: World, saved: WorldSnapshot): void {
  world.ids = new IdSource(saved.ids.epoch, saved.ids.count);
  world.accounts = indexed(saved.accounts, ({ id }) => id);
  world.customers = indexed(saved.customers, ({ id }) => id);
  world.threads = indexed(saved.threads, ({ customerId }) => customerId);
  world.messages = indexed(saved.messages, ({ mid }) => mid);
  world.comments = indexed(saved.comments, ({ id }) => id);
  world.posts = indexed(saved.posts, ({ id }) => id);
  world.tokens = indexed(saved.tokens, ({ value }) => value);
  world.codes = indexed(saved.codes, ({ value }) => value);
  world.uploads = new Map(saved.uploads);
  world.ledger.restore(saved.ledger);
  world.actions.restore(saved.actions);
}

const indexed = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T> =>
  new Map(rows.map((row) => [key(row), row]));
