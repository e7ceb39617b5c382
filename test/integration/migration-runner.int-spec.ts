import { createConnection, type Connection } from 'mongoose';
import { type Migration, MigrationRunner } from '../../src/shared/database';
import { TelemetryProbe } from '../support/telemetry-probe';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('the migration runner', () => {
  let database: TestDatabase;
  let connection: Connection;
  let ran: string[];

  beforeEach(async () => {
    database = await createTestDatabase([]);
    connection = await createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
    ran = [];
  });

  afterEach(async () => {
    await connection.close();
    await database.drop();
  });

  const runner = () => new MigrationRunner(connection, new TelemetryProbe().logger);
  const step = (id: string, up: () => Promise<void> = () => Promise.resolve()): Migration => ({
    id,
    up: async () => {
      ran.push(id);
      await up();
    },
  });
  const rows = () => connection.collection<{ _id: string; until?: Date }>('migrations');

  it('runs the missing ones by the order of their ids, each once', async () => {
    const [first, second, third] = [step('0001-a'), step('0002-b'), step('0010-c')];
    await expect(runner().run([second, first])).resolves.toEqual(['0001-a', '0002-b']);
    await expect(runner().run([third, second, first])).resolves.toEqual(['0010-c']);
    await expect(runner().run([first, second, third])).resolves.toEqual([]);
    expect(ran).toEqual(['0001-a', '0002-b', '0010-c']);
  });

  it('one that fails stops those behind it, frees the lock, and is tried again', async () => {
    let broken = true;
    const second = step('0002-b', () => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve()));
    const steps = [step('0001-a'), second, step('0003-c')];
    await expect(runner().run(steps)).rejects.toThrow('disk full');
    await expect(runner().assertApplied(steps)).rejects.toThrow('0002-b, 0003-c');
    broken = false;
    await expect(runner().run(steps, 0)).resolves.toEqual(['0002-b', '0003-c']);
    await expect(runner().assertApplied(steps)).resolves.toBeUndefined();
    expect(ran).toEqual(['0001-a', '0002-b', '0002-b', '0003-c']);
  });

  it('gives up while another process holds the lock, and touches nothing', async () => {
    await rows().insertOne({ _id: 'lock', until: new Date(Date.now() + 60_000) });
    await expect(runner().run([step('0001-a')], 0)).rejects.toMatchObject({ code: 'MIGRATIONS.LOCKED' });
    expect(ran).toEqual([]);
    expect(await rows().countDocuments({ _id: 'lock' })).toBe(1);
  });

  it('takes over a lock whose holder has died', async () => {
    await rows().insertOne({ _id: 'lock', until: new Date(Date.now() - 1) });
    await expect(runner().run([step('0001-a')], 0)).resolves.toEqual(['0001-a']);
    expect(await rows().countDocuments({ _id: 'lock' })).toBe(0);
  });

  it('two that start together never run at the same time', async () => {
    let running = 0;
    let most = 0;
    const slow = step('0001-a', async () => {
      most = Math.max(most, ++running);
      await connection.collection('elsewhere').insertOne({});
      running--;
    });
    const applied = await Promise.all([runner().run([slow]), runner().run([slow]), runner().run([slow])]);
    expect(applied.flat()).toEqual(['0001-a']);
    expect([ran, most]).toEqual([['0001-a'], 1]);
  });

  it('a process does not start on an older schema, and says what is missing', async () => {
    await runner().run([step('0001-a')]);
    await expect(runner().assertApplied([step('0001-a'), step('0002-b')])).rejects.toMatchObject({
      code: 'MIGRATIONS.MISSING',
      message: expect.stringContaining('not applied: 0002-b') as string,
    });
  });
});
