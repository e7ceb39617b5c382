import { Injectable } from '@nestjs/common';
import { MessageFacts, type ReportedConversation } from '../../conversations';
import type { WorkspaceId } from '../../shared/kernel';
import { Counting, type Counted } from './counting.service';
import type { CountingWorld } from './domain/counting-world';
import { LabelBook } from './domain/label-book';
import type { ThreadScope } from './domain/thread-units';
import { ReportRepair } from './report-repair.service';
import { type Reported, ReportedAccounts } from './reported-accounts.service';
import { recountOvertaken } from './reports.errors';
import type { Standing } from './repositories/report-rows.repository';
import { RowSources } from './row-sources.service';
import { ThreadCounting } from './thread-counting.service';

const CONVERSATIONS_AT_ONCE = 500;
const ROWS_AT_ONCE = 500;

export interface Recounted {
  conversations: number;
  /** Of other kinds than messages. */
  rows: number;
  /** Rows of reports that said something else than what they are made of. */
  repaired: number;
}

interface Recount {
  standing: Standing;
  world: CountingWorld;
  reported: Reported;
}

/**
 * Counts everything that is stored anew, by the present time zone and hours. A page at a time replaces what it was counted
 * for, so that the figures are whole at every moment; whoever is interrupted begins again.
 */
@Injectable()
export class ReportRecount {
  constructor(
    private readonly facts: MessageFacts,
    private readonly sources: RowSources,
    private readonly repair: ReportRepair,
    private readonly counting: Counting,
    private readonly threads: ThreadCounting,
    private readonly accounts: ReportedAccounts,
  ) {}

  /** @throws DomainError REPORTS.OVERTAKEN when another recount of the workspace began meanwhile */
  async run(workspaceId: WorkspaceId): Promise<Recounted> {
    const standing = await this.repair.begin(workspaceId);
    const reported = await this.accounts.of(workspaceId);
    const recount = { standing, world: this.counting.worldOf(standing), reported };
    const conversations = await this.countThreads(recount);
    const rows = await this.countRows(recount);
    const repaired = await this.repair.finish(recount.standing);
    return { conversations, rows, repaired };
  }

  private async countThreads(recount: Recount): Promise<number> {
    const { standing, world, reported } = recount;
    const { workspaceId } = standing;
    const since = await this.counting.wholeSince(standing, world);
    const scope: ThreadScope = { workspaceId, world, since, isReported: reported.account };
    let count = 0;
    for await (const page of this.conversations(workspaceId)) {
      const ids = page.map(({ id }) => id);
      for await (const some of this.threads.whole(scope, ids)) {
        await this.save(recount, some);
        scope.world = recount.world;
      }
      count += page.length;
    }
    return count;
  }

  private async *conversations(workspaceId: WorkspaceId): AsyncGenerator<ReportedConversation[]> {
    let after: ReportedConversation | undefined;
    do {
      const page = await this.facts.conversationPage(workspaceId, CONVERSATIONS_AT_ONCE, after);
      if (page.length > 0) yield page;
      after = page.length === CONVERSATIONS_AT_ONCE ? page.at(-1) : undefined;
    } while (after !== undefined);
  }

  private async countRows(recount: Recount): Promise<number> {
    const { workspaceId } = recount.standing;
    let count = 0;
    for (const source of this.sources.all) {
      for await (const batch of source.all(workspaceId, ROWS_AT_ONCE)) {
        const isReported = await recount.reported.threads(batch.conversationIds);
        const before = await this.threads.known(workspaceId, batch.unitIds);
        await this.save(recount, { before, after: batch.units(recount.world, isReported) });
        count += batch.unitIds.length;
      }
    }
    return count;
  }

  private async save(recount: Recount, counted: Pick<Counted, 'before' | 'after'>): Promise<void> {
    const saved = await this.counting.save(recount.standing, recount.world, { ...counted, during: 'recount' });
    if (saved === null) throw recountOvertaken();
    recount.standing = saved;
    recount.world = { ...recount.world, labels: new LabelBook(saved.labels, saved.given) };
  }
}
