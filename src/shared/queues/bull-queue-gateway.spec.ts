import type { ModuleRef } from '@nestjs/core';
import type { JobOptions } from 'bull';
import { laneJob } from '../../../test/support/lane-fixtures';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { BullQueueGateway } from './bull-queue-gateway';
import type { LaneJob } from './queue-gateway';

interface Entry {
  data: { jobs: LaneJob[] };
  opts: JobOptions;
}

describe('BullQueueGateway', () => {
  let status: string;
  let entries: Entry[];
  let gateway: BullQueueGateway;

  beforeEach(() => {
    [status, entries] = ['ready', []];
    const queue = {
      get client() {
        return { status };
      },
      add: (data: Entry['data'], opts: JobOptions) => Promise.resolve(void entries.push({ data, opts })),
      addBulk: (bulk: Entry[]) => Promise.resolve(void entries.push(...bulk)),
      getJobCounts: () => Promise.resolve({ waiting: 3, active: 2, delayed: 1, failed: 9, completed: 9 }),
    };
    const moduleRef = standIn<ModuleRef>({ get: (() => queue) as unknown as ModuleRef['get'] });
    gateway = new BullQueueGateway(moduleRef, new TelemetryProbe().logger);
  });

  const jobs = (count: number) => Array.from({ length: count }, (_, index) => laneJob({ correlationId: `c${index}` }));

  it('adds every job once, in order, each entry tried once and leaving nothing behind', async () => {
    await gateway.add('lanes', jobs(20));
    expect(entries.flatMap(({ data }) => data.jobs)).toEqual(jobs(20));
    for (const { opts } of entries)
      expect(opts).toMatchObject({ attempts: 1, removeOnComplete: true, removeOnFail: true });
    expect(new Set(entries.map(({ opts }) => opts.jobId)).size).toBe(entries.length);
    expect(entries[0]?.opts).not.toHaveProperty('delay');
  });

  it('adds a single one, now or later', async () => {
    await gateway.add('lanes', jobs(1));
    await gateway.add('lanes', jobs(1), { delayMs: 100 });
    expect(entries.map(({ opts }) => opts.delay)).toEqual([undefined, 100]);
  });

  it('asks nothing of Redis for no jobs', async () => {
    status = 'reconnecting';
    await expect(gateway.add('lanes', [])).resolves.toBeUndefined();
  });

  it('waits for a connection that is only just being made', async () => {
    status = 'connecting';
    await gateway.add('lanes', jobs(1));
    expect(entries).toHaveLength(1);
  });

  it.each([{}, { delayMs: 100 }])(
    'fails at once while Redis is away, and keeps nothing for later: %j',
    async (options) => {
      status = 'reconnecting';
      await expect(gateway.add('lanes', jobs(2), options)).rejects.toThrow('Redis is away');
      status = 'ready';
      await gateway.add('lanes', jobs(1), options);
      expect(entries.flatMap(({ data }) => data.jobs)).toEqual(jobs(1));
    },
  );

  it('tells the depth', async () => {
    await expect(gateway.depth('lanes')).resolves.toEqual({ waiting: 3, active: 2, delayed: 1 });
  });
});
