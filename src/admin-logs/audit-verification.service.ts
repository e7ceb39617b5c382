import { Injectable } from '@nestjs/common';
import { type ChainHead, emptyChain, headAt, problemOfNext } from './domain/audit-chain';
import { AuditChainsRepository } from './repositories/audit-chains.repository';

export interface AuditVerdict {
  /** Where each chain ends: kept elsewhere, it shows later whether the whole chain was written anew. */
  chains: ChainHead[];
  entries: number;
  /** Still waiting for the sealer; for a whole verification only. */
  unsealed?: number;
  /** The first one; absent when all is well. */
  broken?: { chain: string; sequence: number; entryId?: string; problem: string };
}

type Broken = NonNullable<AuditVerdict['broken']>;

/** Walks the chains and says whether anything was changed, removed, inserted or moved. */
@Injectable()
export class AuditVerification {
  constructor(private readonly chains: AuditChainsRepository) {}

  /** All chains and every entry, or the chain of one workspace. */
  async verify(workspaceId?: string): Promise<AuditVerdict> {
    if (workspaceId !== undefined) return this.walkAll([await this.chains.head(workspaceId)]);
    const verdict = await this.walkAll(await this.chains.all());
    const unsealed = await this.chains.countUnsealed();
    const broken = verdict.broken ?? (await this.strayEntry());
    return { ...verdict, unsealed, ...(broken === undefined ? {} : { broken }) };
  }

  private async walkAll(heads: ChainHead[]): Promise<AuditVerdict> {
    let entries = 0;
    for (const head of heads) {
      const { count, broken } = await this.walk(head);
      entries += count;
      if (broken !== undefined) return { chains: heads, entries, broken };
    }
    return { chains: heads, entries };
  }

  private async walk(end: ChainHead): Promise<{ count: number; broken?: Broken }> {
    const { chain } = end;
    let head = emptyChain(chain);
    let count = 0;
    for await (const entry of this.chains.walk(chain)) {
      const problem = problemOfNext(head, entry);
      if (problem !== null) return { count, broken: { chain, sequence: entry.sequence, entryId: entry.id, problem } };
      head = headAt(entry);
      count++;
    }
    if (await this.isEnd(head, end)) return { count };
    return { count, broken: { chain, sequence: head.sequence + 1, problem: 'the end of the chain is missing' } };
  }

  /** The chain may have grown while it was walked; its head is then the newer one. */
  private async isEnd(walked: ChainHead, read: ChainHead): Promise<boolean> {
    if (walked.sequence > read.sequence) return (await this.chains.head(read.chain)).sequence >= walked.sequence;
    return walked.sequence === read.sequence && walked.hash === read.hash;
  }

  private async strayEntry(): Promise<Broken | undefined> {
    const stray = await this.chains.stray();
    if (stray === null) return undefined;
    return { chain: '?', sequence: 0, entryId: stray.id, problem: 'it stands in no chain' };
  }
}
