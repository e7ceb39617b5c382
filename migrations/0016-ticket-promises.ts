import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

const HOUR_MS = 3_600_000;

/** What was promised before promises were kept with their tickets: hours until the first answer and the solution. */
const PROMISED = { blocking: [1, 8], high: [4, 24], medium: [24, 72], low: [48, 168] } as const;

/** Tickets keep when their answer and their solution are due; and the indexes that came with that. */
export const ticketPromises: Migration = {
  id: '0016-ticket-promises',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    const tickets = database.collection('supportTickets');
    for (const [severity, [firstResponse, resolution]] of Object.entries(PROMISED)) {
      const due = {
        'clock.firstResponseDueAt': { $add: ['$clock.startedAt', firstResponse * HOUR_MS] },
        'clock.resolutionDueAt': { $add: ['$clock.startedAt', resolution * HOUR_MS, '$clock.pausedMs'] },
      };
      await tickets.updateMany({ severity, 'clock.resolutionDueAt': { $exists: false } }, [{ $set: due }]);
    }
  },
};
