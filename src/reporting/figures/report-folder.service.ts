import { Injectable } from '@nestjs/common';
import { type MessageFact, MessageFacts } from '../../conversations';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import { Counting } from './counting.service';
import { basesAreEqual } from './domain/counting-world';
import { ReportedAccounts } from './reported-accounts.service';
import { ReportRowsRepository, type Standing } from './repositories/report-rows.repository';
import { type RowBatch, RowSources } from './row-sources.service';
import { ThreadCounting } from './thread-counting.service';

/** Facts of one kind at once. */
const BATCH = 500;
const MOST_PASSES = 400;
const FIRST = '' as WorkspaceId;

/** What waits in one workspace. */
interface Waiting {
  messages: MessageFact[];
  rows: RowBatch[];
}

/** Counts what has happened or has changed since it was counted. Any number of them may run at a time. */
@Injectable()
export class ReportFolder {
  constructor(
    private readonly facts: MessageFacts,
    private readonly sources: RowSources,
    private readonly standings: ReportRowsRepository,
    private readonly counting: Counting,
    private readonly threads: ThreadCounting,
    private readonly accounts: ReportedAccounts,
  ) {}

  /**
   * Until nothing waits, or nothing that can be counted now. One workspace that fails does not hold up the others.
   * @returns how many facts were counted. @throws AggregateError of all that failed; their facts wait on
   */
  async run(): Promise<number> {
    const failures = new Map<WorkspaceId, unknown>();
    const counted = await this.rounds(failures);
    if (failures.size === 0) return counted;
    throw new AggregateError(failures.values(), `${failures.size} workspaces could not be counted.`);
  }

  private async rounds(failures: Map<WorkspaceId, unknown>): Promise<number> {
    let [from, counted, sinceStart] = [FIRST, 0, 0];
    let collections = new Set<string>();
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      // Nearly always nothing has happened: then one command is all.
      if (from === FIRST) collections = await this.facts.collectionsWaiting(this.otherCollections);
      const { waiting, next } = await this.waitingFrom(from, collections);
      for (const [workspaceId, its] of waiting) {
        if (failures.has(workspaceId)) continue;
        sinceStart += await this.countIn(workspaceId, its).catch((error: unknown) => {
          failures.set(workspaceId, error);
          return 0;
        });
      }
      // A workspace with much to count does not keep the others waiting: it is its turn again in the next round.
      from = next ?? FIRST;
      if (next !== null) continue;
      counted += sinceStart;
      if (sinceStart === 0) break;
      sinceStart = 0;
    }
    return counted + sinceStart;
  }

  private get otherCollections(): string[] {
    return this.sources.all.map(({ collection }) => collection);
  }

  private async waitingFrom(
    from: WorkspaceId,
    collections: ReadonlySet<string>,
  ): Promise<{ waiting: Map<WorkspaceId, Waiting>; next: WorkspaceId | null }> {
    const messages = collections.has(this.facts.collection) ? await this.facts.waiting(from, BATCH) : [];
    const sources = this.sources.all.filter(({ collection }) => collections.has(collection));
    const found = await Promise.all(sources.map((source) => source.waiting(from, BATCH)));
    const waiting = new Map<WorkspaceId, Waiting>();
    const of = (workspaceId: WorkspaceId): Waiting => {
      const known = waiting.get(workspaceId) ?? { messages: [], rows: [] };
      waiting.set(workspaceId, known);
      return known;
    };
    for (const message of messages) of(message.workspaceId).messages.push(message);
    for (const batch of found.flatMap(({ batches }) => batches)) of(batch.workspaceId).rows.push(batch);
    const ends = [
      ...(messages.length === BATCH ? messages.slice(-1) : []),
      ...found.flatMap(({ batches, isFull }) => (isFull ? batches.slice(-1) : [])),
    ].map(({ workspaceId }) => workspaceId);
    const [first] = ends.sort();
    return { waiting, next: first === undefined ? null : afterOf(first) };
  }

  /** @returns how many facts were counted; what was not counted waits on */
  private async countIn(workspaceId: WorkspaceId, { messages, rows }: Waiting): Promise<number> {
    const standing = await this.standings.standing(workspaceId);
    if (standing === null || !(await this.isCurrent(standing))) {
      await this.standings.requestRecount(workspaceId, this.counting.now);
      return 0;
    }
    if (standing.recountDueAt !== undefined) return 0;
    const world = this.counting.worldOf(standing);
    const reported = await this.accounts.of(workspaceId);
    const since = await this.counting.wholeSince(standing, world);
    const batch = this.threads.batchOf(messages);
    const scope = { workspaceId, world, since, isReported: reported.account };
    const threads = await this.threads.around(scope, batch);
    const isReported = await reported.threads(rows.flatMap(({ conversationIds }): ConversationId[] => conversationIds));
    const before = await this.threads.known(
      workspaceId,
      rows.flatMap(({ unitIds }) => unitIds),
    );
    const saved = await this.counting.save(standing, world, {
      during: 'counting',
      before: [...threads.before, ...before],
      after: [...threads.after, ...rows.flatMap((one) => one.units(world, isReported))],
      mark: async () => {
        await this.facts.markCounted(workspaceId, batch);
        for (const one of rows) await one.mark();
      },
    });
    return saved === null ? 0 : batch.length + rows.reduce((sum, { unitIds }) => sum + unitIds.length, 0);
  }

  private async isCurrent({ workspaceId, basis }: Standing): Promise<boolean> {
    return basesAreEqual(basis, await this.counting.basisOf(workspaceId));
  }
}

/** The least that is greater. */
const afterOf = (workspaceId: WorkspaceId): WorkspaceId => `${workspaceId}\u0000` as WorkspaceId;
