import { Injectable } from '@nestjs/common';
import { Transactions } from '../shared/database';
import { Contributions, DomainError, grouped } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import type { AuditEntry } from './domain/audit-entry';
import { type ChainHead, chainOf, headAt, nextSeal, type Seal } from './domain/audit-chain';
import { AuditChainsRepository } from './repositories/audit-chains.repository';

const BATCH = 200;
const BATCHES_A_RUN = 50;

/** Gives each new entry its place in the chain of its workspace; entries and head move together. */
@Injectable()
export class SealAuditJob extends ScheduledJob {
  readonly name = 'seal-audit';
  readonly scope = 'cluster' as const;
  readonly everyMs = 5_000;

  constructor(
    contributions: Contributions,
    private readonly chains: AuditChainsRepository,
    private readonly transactions: Transactions,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (let batch = 0; batch < BATCHES_A_RUN; batch++) if ((await this.sealSome()) < BATCH) return;
  }

  /** Returns how many there were. @throws DomainError AUDIT.SEALED_ELSEWHERE when another sealer was at work. */
  async sealSome(): Promise<number> {
    const entries = await this.chains.unsealed(BATCH);
    for (const [chain, members] of grouped(entries, chainOf))
      await this.transactions.run(() => this.extend(chain, members));
    return entries.length;
  }

  private async extend(chain: string, entries: readonly AuditEntry[]): Promise<void> {
    const before = await this.chains.head(chain);
    const { seals, head } = sealAll(before, entries);
    if (await this.chains.append(before, seals, head)) return;
    throw new DomainError('AUDIT.SEALED_ELSEWHERE', 'conflict', 'Another sealer is at work.');
  }
}

function sealAll(before: ChainHead, entries: readonly AuditEntry[]): { seals: Map<string, Seal>; head: ChainHead } {
  const seals = new Map<string, Seal>();
  let head = before;
  for (const entry of entries) {
    const seal = nextSeal(head, entry);
    seals.set(entry.id, seal);
    head = headAt(seal);
  }
  return { seals, head };
}
