import { createConnection, type Connection } from 'mongoose';
import { timesOfReports } from '../../migrations/0018-times-of-reports';
import { ReportUnitsRepository } from '../../src/reporting/figures/repositories/report-units.repository';
import {
  REPORT_UNITS,
  type ReportUnitRow,
  reportUnitSchema,
} from '../../src/reporting/figures/schemas/report-unit.schema';
import type { Database, Transactions } from '../../src/shared/database';
import type { WorkspaceId } from '../../src/shared/kernel';
import { standIn } from '../support/stand-in';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const DAY = '2026-01-01';

describe('the migration to all times of reports one by one', () => {
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

  it('takes the former index and times away, leaves what was counted readable, and may run again', async () => {
    const rows = connection.collection<{ _id: string; [field: string]: unknown }>(REPORT_UNITS);
    const former = { partialFilterExpression: { day: { $type: 'string' } } } as const;
    await rows.createIndex({ workspaceId: 1, day: 1 }, { name: 'response_times', ...former });
    const unit = { workspaceId: 'w1', kind: 'thread-day', conversationId: 'c1', day: DAY };
    const cells = [{ day: DAY, flow: '', counts: { 'ask:bot': 1 } }];
    const timings = [{ of: 'first', day: DAY, clock: 5, open: 5, by: 'bot' }];
    await rows.insertMany([
      { ...unit, _id: 'earlier', cells, firstResponses: [5] },
      { ...unit, _id: 'newer', cells, timings },
    ]);
    for (let run = 0; run < 2; run += 1) await timesOfReports.up(connection.db as Database);
    const names = (await rows.indexes()).map(({ name }) => name);
    expect(names).toContain('timed_days');
    expect(names).not.toContain('response_times');
    const units = new ReportUnitsRepository(
      connection.model<ReportUnitRow>(REPORT_UNITS, reportUnitSchema),
      standIn<Transactions>({}),
    );
    const read = await units.byIds('w1' as WorkspaceId, ['earlier', 'newer']);
    const { workspaceId: _workspaceId, ...known } = unit;
    expect(read.sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { ...known, id: 'earlier', cells },
      { ...known, id: 'newer', cells, timings },
    ]);
    expect(await units.timings('w1' as WorkspaceId, DAY, DAY)).toEqual(timings);
  });
});
