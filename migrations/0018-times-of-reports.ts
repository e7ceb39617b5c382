import { REPORT_UNITS } from '../src/reporting/figures/schemas/report-unit.schema';
import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** Found answers alone, by the clock. */
const FORMER_INDEX = 'response_times';

/** Reports keep all times one by one. What was counted before is counted anew by the job, since the rules are others. */
export const timesOfReports: Migration = {
  id: '0018-times-of-reports',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    const units = database.collection(REPORT_UNITS);
    const indexes = await units.indexes();
    if (indexes.some(({ name }) => name === FORMER_INDEX)) await units.dropIndex(FORMER_INDEX);
    await units.updateMany({ firstResponses: { $exists: true } }, { $unset: { firstResponses: 1 } });
  },
};
