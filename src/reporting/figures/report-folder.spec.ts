import type { MessageFacts } from '../../conversations';
import type { WorkspaceId } from '../../shared/kernel';
import type { Counting } from './counting.service';
import { ReportFolder } from './report-folder.service';
import type { ReportedAccounts } from './reported-accounts.service';
import type { ReportRowsRepository } from './repositories/report-rows.repository';
import type { RowBatch, RowSource } from './row-sources.service';
import type { ThreadCounting } from './thread-counting.service';

const batch = { workspaceId: 'w' as WorkspaceId } as RowBatch;

/** Looks, as they are asked for; what waits is counted at the first look that finds it. */
class Looks {
  readonly told: string[] = [];
  private readonly left: Map<string, RowBatch[]>;

  constructor(waiting: Record<string, RowBatch[]>) {
    this.left = new Map(Object.entries(waiting));
  }

  find(collection: string): { batches: RowBatch[]; isFull: boolean } {
    this.told.push(collection);
    const batches = this.left.get(collection) ?? [];
    this.left.delete(collection);
    return { batches, isFull: false };
  }

  folder(): ReportFolder {
    const facts = {
      collection: 'messages',
      collectionsWaiting: (others: readonly string[]) => {
        this.told.push('look');
        return Promise.resolve(new Set(['messages', ...others].filter((name) => this.left.has(name))));
      },
      waiting: () => Promise.resolve(this.find('messages').batches),
    };
    const sources = ['sessions', 'escalations'].map((collection) => ({
      collection,
      waiting: () => Promise.resolve(this.find(collection)),
    }));
    // Nothing of the workspace was ever counted: all that a batch leads to is that a recount is asked for.
    const standings = {
      standing: () => Promise.resolve(null),
      requestRecount: (workspaceId: WorkspaceId) => Promise.resolve(this.told.push(`recount ${workspaceId}`)),
    };
    return new ReportFolder(
      facts as unknown as MessageFacts,
      { all: sources as unknown as RowSource[] },
      standings as unknown as ReportRowsRepository,
      { now: new Date() } as Counting,
      {} as ThreadCounting,
      {} as ReportedAccounts,
    );
  }
}

describe('the folder of reports', () => {
  it('asks once where nothing has happened', async () => {
    const looks = new Looks({});
    expect(await looks.folder().run()).toBe(0);
    expect(looks.told).toEqual(['look']);
  });

  it('asks those collections only in which something waits', async () => {
    const looks = new Looks({ escalations: [batch] });
    await looks.folder().run();
    expect(looks.told).toEqual(['look', 'escalations', 'recount w']);
  });

  it('asks for messages where some wait', async () => {
    const looks = new Looks({ messages: [batch], sessions: [batch] });
    await looks.folder().run();
    expect(looks.told).toEqual(['look', 'messages', 'sessions', 'recount w']);
  });
});
