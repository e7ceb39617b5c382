import { timesOfReports } from '../../migrations/0018-times-of-reports';
import { ReportUnitsRepository } from '../../src/reporting/figures/repositories/report-units.repository';
import {
  REPORT_UNITS,
  type ReportUnitRow,
  reportUnitSchema,
} from '../../src/reporting/figures/schemas/report-unit.schema';
import type { Transactions } from '../../src/shared/database';
import type { WorkspaceId } from '../../src/shared/kernel';
import { standIn } from '../support/stand-in';
import { MigratedDatabase } from '../support/migrated-database';

const DAY = '2026-01-01';

describe('the migration to all times of reports one by one', () => {
  const database = new MigratedDatabase();

  it('takes the former index and times away, leaves what was counted readable, and may run again', async () => {
    const rows = database.rows(REPORT_UNITS);
    const former = { partialFilterExpression: { day: { $type: 'string' } } } as const;
    await rows.createIndex({ workspaceId: 1, day: 1 }, { name: 'response_times', ...former });
    const unit = { workspaceId: 'w1', kind: 'thread-day', conversationId: 'c1', day: DAY };
    const cells = [{ day: DAY, flow: '', counts: { 'ask:bot': 1 } }];
    const timings = [{ of: 'first', day: DAY, clock: 5, open: 5, by: 'bot' }];
    await rows.insertMany([
      { ...unit, _id: 'earlier', cells, firstResponses: [5] },
      { ...unit, _id: 'newer', cells, timings },
    ]);
    await database.twice(timesOfReports);
    const names = (await rows.indexes()).map(({ name }) => name);
    expect(names).toContain('timed_days');
    expect(names).not.toContain('response_times');
    const units = new ReportUnitsRepository(
      database.connection.model<ReportUnitRow>(REPORT_UNITS, reportUnitSchema),
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
