import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { type ChainHead, emptyChain, type Seal, type SealedEntry } from '../domain/audit-chain';
import type { AuditEntry } from '../domain/audit-entry';
import { AuditChainRow } from '../schemas/audit-chain.schema';
import { AuditEntryRow } from '../schemas/audit-entry.schema';

/** An entry, and where it stands if it was sealed. */
export type ChainedEntry = AuditEntry & Partial<Seal>;

/** What the sealer and the verification read and write. */
@Injectable()
export class AuditChainsRepository {
  constructor(
    @InjectModel(AuditEntryRow.name) private readonly entries: Model<AuditEntryRow>,
    @InjectModel(AuditChainRow.name) private readonly chains: Model<AuditChainRow>,
  ) {}

  /** Oldest first. */
  async unsealed(limit: number): Promise<AuditEntry[]> {
    const rows = await this.entries.find({ unsealed: true }).sort({ at: 1, _id: 1 }).limit(limit).lean();
    return rows.map(({ _id, unsealed: _unsealed, ...rest }) => ({ id: _id, ...rest }));
  }

  async head(chain: string): Promise<ChainHead> {
    const row = await this.chains.findById(chain).lean();
    return row === null ? emptyChain(chain) : toHead(row);
  }

  /** Also those that have entries, but no head any more. */
  async all(): Promise<ChainHead[]> {
    const heads = new Map((await this.chains.find().lean()).map((row) => [row._id, toHead(row)]));
    const names = new Set([
      ...heads.keys(),
      ...(await this.entries.distinct('chain', { sequence: { $exists: true } })),
    ]);
    return [...names].map((name) => heads.get(name ?? '') ?? emptyChain(name ?? '')).sort(byName);
  }

  /** Within a transaction. False, and nothing of it may stay: somebody else has moved the head or sealed some of them. */
  async append(before: ChainHead, seals: ReadonlyMap<string, Seal>, after: ChainHead): Promise<boolean> {
    if (!(await this.move(before, after))) return false;
    const result = await this.entries.bulkWrite(
      [...seals].map(([id, seal]) => ({
        updateOne: { filter: { _id: id, unsealed: true }, update: { $set: seal, $unset: { unsealed: 1 } } },
      })),
    );
    return result.matchedCount === seals.size;
  }

  /** In their order. */
  async *walk(chain: string): AsyncGenerator<SealedEntry> {
    const cursor = this.entries
      .find({ chain, sequence: { $exists: true } })
      .sort({ chain: 1, sequence: 1 })
      .lean()
      .cursor({ batchSize: 500 });
    for await (const { _id, unsealed: _unsealed, ...rest } of cursor) yield { ...rest, id: _id } as SealedEntry;
  }

  async countUnsealed(): Promise<number> {
    return this.entries.countDocuments({ unsealed: true });
  }

  /** An entry that neither has a place nor waits for one, so that no chain would ever show it. Reads all entries. */
  async stray(): Promise<{ id: string } | null> {
    const row = await this.entries
      .findOne({ unsealed: { $ne: true }, $or: [{ sequence: null }, { chain: null }] }, { _id: 1 })
      .lean();
    return row === null ? null : { id: row._id };
  }

  private async move(before: ChainHead, { chain, sequence, hash }: ChainHead): Promise<boolean> {
    if (before.sequence === 0) {
      await this.chains.insertOne({ _id: chain, sequence, hash });
      return true;
    }
    const result = await this.chains.updateOne({ _id: chain, sequence: before.sequence }, { $set: { sequence, hash } });
    return result.matchedCount === 1;
  }
}

const toHead = ({ _id, sequence, hash }: AuditChainRow): ChainHead => ({ chain: _id, sequence, hash });
const byName = (a: ChainHead, b: ChainHead): number => a.chain.localeCompare(b.chain);
