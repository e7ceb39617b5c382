import {
  followSettings,
  idOfSettingsItem,
  ITEMS_OF_SETTINGS,
  KNOWLEDGE_ITEMS,
  type KnowledgeItemRow,
} from '../src/knowledge/schemas/knowledge-item.schema';
import type { Database, Migration } from '../src/shared/database';
import { WORKSPACE_SETTINGS, type WorkspaceSettingsRow } from '../src/workspace/schemas/workspace-settings.schema';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes that came with the knowledge base, the use of models, and what conversations reach; items of earlier settings. */
export const knowledge: Migration = {
  id: '0006-knowledge',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await followEarlierSettings(database);
  },
};

/** What was said in the profile before there was a knowledge base is searched, too. */
async function followEarlierSettings(database: Database): Promise<void> {
  const items = database.collection<KnowledgeItemRow>(KNOWLEDGE_ITEMS);
  const settings = database.collection<WorkspaceSettingsRow>(WORKSPACE_SETTINGS);
  const now = new Date();
  for await (const { _id: workspaceId } of settings.find({ 'groups.business-profile': { $exists: true } })) {
    for (const item of ITEMS_OF_SETTINGS) {
      const place = { _id: idOfSettingsItem(workspaceId, item.kind), workspaceId: workspaceId as never };
      await items.updateOne(place, followSettings(item, now), { upsert: true });
    }
  }
}
