import {
  AUTOMATION_INTENTS,
  type AutomationIntentRow,
  defaultIntents,
} from '../src/automation/schemas/automation-intent.schema';
import { AUTOMATION_INSTANCES } from '../src/automation/schemas/automation-instance.schema';
import { AUTOMATION_SESSIONS } from '../src/automation/schemas/automation-session.schema';
import { FLOW_TEMPLATE_VERSIONS } from '../src/flows/schemas/flow-template-version.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

const PLAIN_DISPLAY = { goal: 'General', industry: 'General', collects: [], previewConversation: [] };

/** Indexes that others took the place of. */
const REPLACED: readonly [collection: string, index: string][] = [
  [AUTOMATION_INSTANCES, 'by_workspace'],
  [AUTOMATION_SESSIONS, 'by_conversation'],
];

/** The indexes that came with drafts, tests, the simulator and the records of turns; what earlier rows lack; first intents. */
export const flows: Migration = {
  id: '0003-flows',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    for (const [collection, index] of REPLACED) await dropIndex(database, collection, index);
    await completeEarlierRows(database);
    await renameStatuses(database);
    for (const { _id, ...intent } of defaultIntents(new Date()))
      await database
        .collection<AutomationIntentRow>(AUTOMATION_INTENTS)
        .updateOne({ _id }, { $setOnInsert: intent }, { upsert: true });
  },
};

async function dropIndex(database: Database, collection: string, index: string): Promise<void> {
  const existing = await database.collection(collection).indexes();
  if (existing.some(({ name }) => name === index)) await database.collection(collection).dropIndex(index);
}

/** Ends of sessions in the words of today; what was paused had ended for good. */
async function renameStatuses(database: Database): Promise<void> {
  const sessions = database.collection(AUTOMATION_SESSIONS);
  await sessions.updateMany({ status: 'handoff' }, { $set: { status: 'handed_off' } });
  await sessions.updateMany(
    { status: 'paused', endedAt: { $ne: null }, visits: { $exists: false } },
    { $set: { status: 'superseded' } },
  );
}

/** Rows from before versions had fields and automations had a choice of them. */
async function completeEarlierRows(database: Database): Promise<void> {
  await database
    .collection(FLOW_TEMPLATE_VERSIONS)
    .updateMany(
      { exposedFields: { $exists: false } },
      { $set: { exposedFields: [], display: PLAIN_DISPLAY, tests: [], intents: [], runningSessions: 'finish' } },
    );
  await database.collection(AUTOMATION_INSTANCES).updateMany(
    { versionPolicy: { $exists: false } },
    {
      $set: {
        description: '',
        versionPolicy: 'latest',
        configRevision: 1,
        templateArchived: false,
        updateBlocked: null,
        deletedAt: null,
      },
    },
  );
}
