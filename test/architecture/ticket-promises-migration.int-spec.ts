import { ticketPromises } from '../../migrations/0016-ticket-promises';
import { MigratedDatabase } from '../support/migrated-database';

const AT = new Date('2026-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const later = (hours: number) => new Date(AT.getTime() + hours * HOUR_MS);

describe('the migration to tickets that keep what they were promised', () => {
  const database = new MigratedDatabase();

  it('gives earlier ones what was promised to them, leaves newer ones alone, and may run again', async () => {
    const rows = database.rows('supportTickets');
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
    await database.twice(ticketPromises);
    const clocks = (await rows.find().sort({ number: 1 }).toArray()).map(({ clock }) => clock);
    expect(clocks).toEqual([
      { startedAt: AT, pausedMs: 0, firstResponseDueAt: later(1), resolutionDueAt: later(8) },
      { startedAt: AT, pausedMs: 3 * HOUR_MS, firstResponseDueAt: later(48), resolutionDueAt: later(171) },
      { startedAt: AT, pausedMs: 0, ...newer },
    ]);
    const indexes = await database.connection.collection('webhookDeliveries').indexes();
    expect(indexes.map(({ name }) => name)).toContain('oldest-pending');
  });
});
