import { CONVERSATIONS, type ConversationRow } from '../src/conversations/schemas/conversation.schema';
import { type EscalationRow, ESCALATIONS } from '../src/escalations/schemas/escalation.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** An index on the field by which hands were given back before. */
const REPLACED = 'hold-to-release';

const PLACE = { workspaceId: 1, conversationId: 1 } as const;

/** The indexes that came with the work on escalations; earlier ones get what every escalation has now. */
export const escalations: Migration = {
  id: '0010-escalations',
  async up(database) {
    await completeEarlier(database);
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await showOpen(database);
    await dropReplaced(database);
  },
};

/** Nothing was promised then, so nothing of it is late. */
async function completeEarlier(database: Database): Promise<void> {
  const rows = database.collection<EscalationRow>(ESCALATIONS);
  const clock = { startedAt: '$createdAt' };
  const cut = { $and: [{ $eq: ['$status', 'resolved'] }, { $not: ['$holdReleasedAt'] }] };
  await rows.updateMany({ revision: { $exists: false } }, [
    {
      $set: {
        ...{ createdBy: 'flow', severity: 'normal', rank: 1, reopenCount: 0, revision: 1 },
        followUpCount: { $subtract: [{ $size: '$sourceIds' }, 1] },
        updates: [{ at: '$createdAt', kind: 'opened', from: 'flow', text: '$reason' }],
        sla: { firstResponse: clock, resolution: clock },
        memberIds: { $cond: ['$resolvedBy', ['$resolvedBy'], '$$REMOVE'] },
        unanswered: { $cond: [{ $eq: ['$open', true] }, true, '$$REMOVE'] },
        handBackDueAt: { $cond: [cut, '$resolvedAt', '$$REMOVE'] },
      },
    },
  ]);
}

/** The inbox shows which conversations wait for a person. */
async function showOpen(database: Database): Promise<void> {
  const conversations = database.collection<ConversationRow>(CONVERSATIONS);
  const open = database.collection<EscalationRow>(ESCALATIONS).find({ open: true }, { projection: PLACE });
  for await (const { workspaceId, conversationId } of open)
    await conversations.updateOne({ _id: conversationId, workspaceId }, { $set: { needsHuman: true } });
}

async function dropReplaced(database: Database): Promise<void> {
  const rows = database.collection(ESCALATIONS);
  const indexes = await rows.indexes();
  if (indexes.some(({ name }) => name === REPLACED)) await rows.dropIndex(REPLACED);
}
