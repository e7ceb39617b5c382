import { createConnection, type Connection } from 'mongoose';
import { ticketPromises } from '../../migrations/0016-ticket-promises';
import type { Database } from '../../src/shared/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const AT = new Date('2026-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const later = (hours: number) => new Date(AT.getTime() + hours * HOUR_MS);

describe('the migration to tickets that keep what they were promised', () => {
  let database: TestDatabase;
  let connection: Connection;

  beforeAll(async () => {
    database = await createTestDatabase([]);
    connection = await createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
  });
  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  it('gives earlier ones what was promised to them, leaves newer ones alone, and may run again', async () => {
    const rows = connection.collection<{ _id: string; [field: string]: unknown }>('supportTickets');
    const earlier = (_id: string, severity: string, pausedMs: number) => ({
      ...{ _id, workspaceId: 'w1', number: _id.length, severity },
      clock: { startedAt: AT, pausedMs },
    });
    const newer = { firstResponseDueAt: later(1), resolutionDueAt: later(2) };
    await rows.insertMany([
      earlier('b', 'blocking', 0),
      earlier('lo', 'low', 3 * HOUR_MS),
      { ...earlier('new', 'high', 0), clock: { startedAt: AT, pausedMs: 0, ...newer } },
    ]);
    for (let run = 0; run < 2; run += 1) await ticketPromises.up(connection.db as Database);
    const clocks = (await rows.find().sort({ number: 1 }).toArray()).map(({ clock }) => clock);
    expect(clocks).toEqual([
      { startedAt: AT, pausedMs: 0, firstResponseDueAt: later(1), resolutionDueAt: later(8) },
      { startedAt: AT, pausedMs: 3 * HOUR_MS, firstResponseDueAt: later(48), resolutionDueAt: later(171) },
      { startedAt: AT, pausedMs: 0, ...newer },
    ]);
    const indexes = await connection.collection('webhookDeliveries').indexes();
    expect(indexes.map(({ name }) => name)).toContain('oldest-pending');
  });
});
