import {
  FIRST_STANDING,
  REPORT_DAILY_WORKSPACES,
  reportRowId,
} from '../src/reporting/figures/schemas/report-daily-workspace.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes that came with reports; what happened before them is counted by the first recount. */
export const reporting: Migration = {
  id: '0014-reporting',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await countWhatIsThere(database);
  },
};

async function countWhatIsThere(database: Database): Promise<void> {
  const rows = database.collection<{ _id: string }>(REPORT_DAILY_WORKSPACES);
  const recountDueAt = new Date();
  for await (const { _id } of database.collection<{ _id: string }>('workspaces').find({}, { projection: { _id: 1 } })) {
    const place = { _id: reportRowId(_id as never, ''), workspaceId: _id };
    await rows.updateOne(place, { $setOnInsert: { ...FIRST_STANDING, recountDueAt } }, { upsert: true });
  }
}
