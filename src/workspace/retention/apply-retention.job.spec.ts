import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import type { AdminPeopleRepository, ListedWorkspace } from '../repositories/admin-people.repository';
import type { RetentionPolicy } from '../settings/retention-policy.service';
import { ApplyRetentionJob } from './apply-retention.job';
import { RetainedData } from './retained-data.port';

const DAY_MS = 86_400_000;

describe('ApplyRetentionJob', () => {
  let clock: ManualClock;
  let days: Map<string, number | null>;
  let left: Map<string, number>;
  let calls: { workspaceId: string; before: Date; limit: number }[];
  let failing: string | null;
  let job: ApplyRetentionJob;

  beforeEach(() => {
    clock = new ManualClock();
    [days, left, calls, failing] = [new Map(), new Map(), [], null];
    const contributions = new Contributions();
    const all = () => [...days.keys()].map((id) => ({ id, createdAt: clock.now() }) as ListedWorkspace);
    job = new ApplyRetentionJob(
      contributions,
      standIn<AdminPeopleRepository>({
        listWorkspaces: async (limit, after) => {
          const begin = after === undefined ? 0 : all().findIndex(({ id }) => id === after.id) + 1;
          return all().slice(begin, begin + limit);
        },
      }),
      standIn<RetentionPolicy>({ of: async (id) => ({ messageDays: days.get(id) ?? null }) }),
      clock,
      new TelemetryProbe().logger,
    );
    contributions.provide(RetainedData, {
      name: 'messages',
      prune: async (workspaceId: WorkspaceId, before: Date, limit: number) => {
        if (workspaceId === failing) throw new Error('away');
        calls.push({ workspaceId, before, limit });
        const count = Math.min(limit, left.get(workspaceId) ?? 0);
        left.set(workspaceId, (left.get(workspaceId) ?? 0) - count);
        return count;
      },
    });
  });

  it('forgets what is older than the workspace wants, and nothing where all is kept', async () => {
    days.set('w1', 30).set('w2', null).set('w3', 7);
    await job.run();
    expect(calls.map(({ workspaceId, before }) => [workspaceId, clock.now().getTime() - before.getTime()])).toEqual([
      ['w1', 30 * DAY_MS],
      ['w3', 7 * DAY_MS],
    ]);
  });

  it('goes on in batches until nothing is left', async () => {
    days.set('w1', 1);
    left.set('w1', 1_200);
    await job.run();
    expect(left.get('w1')).toBe(0);
    expect(calls).toHaveLength(3);
  });

  it('leaves what is too much for one run to the next', async () => {
    days.set('w1', 1);
    left.set('w1', 1_000_000);
    await job.run();
    const first = 1_000_000 - (left.get('w1') ?? 0);
    expect(first).toBeLessThan(100_000);
    await job.run();
    expect(1_000_000 - (left.get('w1') ?? 0)).toBe(2 * first);
  });

  it('goes through all workspaces, also past one that fails, and says so', async () => {
    for (let i = 0; i < 250; i++) days.set(`w${i}`, 1);
    failing = 'w3';
    await expect(job.run()).rejects.toThrow('away');
    expect(calls).toHaveLength(249);
  });
});
