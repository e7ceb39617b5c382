import type { LaneEvent } from '../schemas/inbox-event.schema';

/** What every row has from the event that it tells of. */
export const rowBaseOf = (event: LaneEvent) => ({
  _id: event._id,
  workspaceId: event.workspaceId,
  conversationId: event.conversationId,
  accountId: event.accountId,
  at: event.platformAt,
  correlationId: event.correlationId,
});
