import { hash, randomFillSync } from 'node:crypto';

declare const brand: unique symbol;
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type WorkspaceId = Id<'workspace'>;
export type UserId = Id<'user'>;
export type AccountId = Id<'account'>;
export type ContactId = Id<'contact'>;
/** A conversation's id is its lane: one account × one participant, hashed, so every process derives the same one. */
export type ConversationId = Id<'conversation'>;

/** 24 hexadecimal characters, the first eight of them the second of creation, so ids sort roughly by age. */
export function newId<T extends string = string>(at: Date = new Date()): T {
  const seconds = Math.floor(at.getTime() / 1000)
    .toString(16)
    .padStart(8, '0');
  return (seconds + randomHex()) as T;
}

const RANDOM_BYTES = 8;
/** Asking the system for randomness costs far more than an id needs, so it is asked for many ids at once. */
const pool = Buffer.alloc(RANDOM_BYTES * 512);
let poolUsed = pool.length;

function randomHex(): string {
  if (poolUsed === pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  poolUsed += RANDOM_BYTES;
  return pool.toString('hex', poolUsed - RANDOM_BYTES, poolUsed);
}

/** The same parts give the same id on every machine: 32 hexadecimal characters of SHA-256 over length-prefixed parts. */
export function stableId<T extends string = string>(...parts: readonly string[]): T {
  const prefixed = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  return hash('sha256', prefixed).slice(0, 32) as T;
}

export function conversationIdOf(accountId: AccountId, participantId: string): ConversationId {
  return stableId<ConversationId>('conversation', accountId, participantId);
}
