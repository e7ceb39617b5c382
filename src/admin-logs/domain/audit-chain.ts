import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit-entry';
import { canonicalJson } from './canonical-json';

/** Acts on the platform itself, which belong to no workspace. */
export const PLATFORM_CHAIN = 'platform';

export const chainOf = ({ workspaceId }: Pick<AuditEntry, 'workspaceId'>): string => workspaceId ?? PLATFORM_CHAIN;

/** The place of an entry in its chain. Sequences begin at 1 and have no gap. */
export interface Seal {
  chain: string;
  sequence: number;
  previousHash: string;
  hash: string;
}

/** Where a chain ends. */
export interface ChainHead {
  chain: string;
  sequence: number;
  hash: string;
}

export type SealedEntry = AuditEntry & Seal;

export const emptyChain = (chain: string): ChainHead => ({ chain, sequence: 0, hash: '' });

export function nextSeal(head: ChainHead, entry: AuditEntry): Seal {
  const place = { chain: head.chain, sequence: head.sequence + 1, previousHash: head.hash };
  return { ...place, hash: hashOf(entry, place) };
}

export const headAt = ({ chain, sequence, hash: ownHash }: Seal): ChainHead => ({ chain, sequence, hash: ownHash });

/** What is wrong with `entry` as the next one after `head`; null when nothing is. */
export function problemOfNext(head: ChainHead, entry: SealedEntry): string | null {
  if (entry.sequence !== head.sequence + 1) return `number ${head.sequence + 1} is missing`;
  if (entry.previousHash !== head.hash) return 'it does not follow the entry before it';
  if (chainOf(entry) !== head.chain) return 'it belongs to another chain';
  return entry.hash === hashOf(entry, entry) ? null : 'it was changed after it was sealed';
}

/**
 * Over everything that the entry says but its address, which may have to be forgotten one day, and its place.
 */
function hashOf(entry: AuditEntry, { chain, sequence, previousHash }: Omit<Seal, 'hash'>): string {
  const { id, at, actor, action, workspaceId, target, correlationId, beforeHash, afterHash, details } = entry;
  const content = { id, at, actor, action, workspaceId, target, correlationId, beforeHash, afterHash, details };
  return createHash('sha256').update(canonicalJson({ chain, sequence, previousHash, content })).digest('hex');
}
