import { type Connection, ConnectionStates } from 'mongoose';
import { duplicateKeyError } from '../../../test/support/database-errors';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { Migration } from './migration';
import { MigrationRunner } from './migration-runner';

interface Row {
  _id: string;
  appliedAt?: Date;
  owner?: string;
  until?: Date;
}

/** The collection of migrations, as far as the runner uses it. */
class MemoryDatabase {
  readonly rows = new Map<string, Row>();

  collection() {
    return {
      updateOne: (filter: { _id: string; until?: { $lt: Date } }, { $set }: { $set: Partial<Row> }) => {
        const row = this.rows.get(filter._id);
        const fits = row !== undefined && (filter.until === undefined || (row.until ?? new Date(0)) < filter.until.$lt);
        if (row !== undefined && !fits) return Promise.reject(duplicateKeyError());
        this.rows.set(filter._id, { ...row, _id: filter._id, ...$set });
        return Promise.resolve({ upsertedCount: row === undefined ? 1 : 0, modifiedCount: row === undefined ? 0 : 1 });
      },
      deleteOne: ({ _id, owner }: Row) => {
        if (this.rows.get(_id)?.owner === owner) this.rows.delete(_id);
        return Promise.resolve();
      },
      find: () => ({ toArray: () => Promise.resolve([...this.rows.values()].filter(({ appliedAt }) => appliedAt)) }),
    };
  }
}

describe('MigrationRunner', () => {
  let database: MemoryDatabase;
  let telemetry: TelemetryProbe;
  let ran: string[];

  beforeEach(() => {
    [database, telemetry, ran] = [new MemoryDatabase(), new TelemetryProbe(), []];
  });

  const runnerOf = (readyState = ConnectionStates.connected) => {
    // Like the real one, it has no database before it is connected.
    const connection: { readyState: ConnectionStates; db?: MemoryDatabase; asPromise(): Promise<void> } = {
      readyState,
      asPromise: () => Promise.resolve(void (connection.db = database)),
    };
    return new MigrationRunner(connection as unknown as Connection, telemetry.logger);
  };
  const migration = (id: string, up: () => Promise<void> = () => Promise.resolve()): Migration => ({
    id,
    up: async () => {
      ran.push(id);
      await up();
    },
  });

  it('applies in the order of the ids, each once', async () => {
    const all = [migration('0002-b'), migration('0001-a')];
    await expect(runnerOf().run(all)).resolves.toEqual(['0001-a', '0002-b']);
    await expect(runnerOf().run([...all, migration('0003-c')])).resolves.toEqual(['0003-c']);
    expect(ran).toEqual(['0001-a', '0002-b', '0003-c']);
    expect(telemetry.lines.map(({ fields }) => fields.job)).toEqual(ran);
  });

  it('stops at one that fails, keeps what is done, and lets others try again', async () => {
    const failure = new Error('no index');
    let broken = true;
    const second = migration('0002', () => (broken ? Promise.reject(failure) : Promise.resolve()));
    const all = [migration('0001'), second, migration('0003')];
    await expect(runnerOf().run(all)).rejects.toBe(failure);
    expect(ran).toEqual(['0001', '0002']);
    broken = false;
    await expect(runnerOf().run(all)).resolves.toEqual(['0002', '0003']);
  });

  describe('the lock', () => {
    const lockedUntil = (ms: number) =>
      database.rows.set('lock', { _id: 'lock', owner: 'another', until: new Date(Date.now() + ms) });

    it('is held while migrations run, and gone afterwards', async () => {
      let heldBy: string | undefined;
      const look = migration('0001', () => Promise.resolve(void (heldBy = database.rows.get('lock')?.owner)));
      await runnerOf().run([look]);
      expect(heldBy).toMatch(/^[0-9a-f]{24}$/);
      expect(database.rows.has('lock')).toBe(false);
    });

    it('of another process is waited for, then refused', async () => {
      lockedUntil(60_000);
      await expect(runnerOf().run([migration('0001')], 0)).rejects.toMatchObject({ code: 'MIGRATIONS.LOCKED' });
      expect(ran).toEqual([]);
      expect(database.rows.get('lock')?.owner).toBe('another');
    });

    it('of a process that died is taken over', async () => {
      lockedUntil(-1);
      await expect(runnerOf().run([migration('0001')], 0)).resolves.toEqual(['0001']);
    });

    it('that another took over meanwhile is left to it', async () => {
      await runnerOf().run([migration('0001', () => Promise.resolve(void lockedUntil(60_000)))]);
      expect(database.rows.get('lock')?.owner).toBe('another');
    });
  });

  describe('assertApplied', () => {
    it('lets a process start on the schema that it needs', async () => {
      await runnerOf().run([migration('0001')]);
      await expect(runnerOf().assertApplied([migration('0001')])).resolves.toBeUndefined();
    });

    it('knows nothing while the database is away, and does not wait for it', async () => {
      const away = runnerOf(ConnectionStates.disconnected);
      await expect(away.assertApplied([migration('0001')])).resolves.toBeUndefined();
    });

    it('names what is missing', async () => {
      await runnerOf().run([migration('0001')]);
      const needed = [migration('0001'), migration('0002'), migration('0003')];
      await expect(runnerOf().assertApplied(needed)).rejects.toMatchObject({
        code: 'MIGRATIONS.MISSING',
        message: expect.stringContaining('0002, 0003') as string,
      });
    });
  });
});
