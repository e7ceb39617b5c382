import { HistorySyncsRepository } from '../repositories/history-syncs.repository';
import { HISTORY_SYNCS, historySyncSchema } from '../schemas/history-sync.schema';
import { AccountArrival } from './account-arrival.service';
import { AccountHistoryController } from './account-history.controller';
import { ConversationReads } from './conversation-reads';
import { GapReadings } from './gap-readings.service';
import { HistoryNews } from './history-news.service';
import { HistoryReading } from './history-reading.service';
import { HistorySteps } from './history-steps';
import { HistorySyncs } from './history-syncs.service';
import { ReadHistoryJob } from './read-history.job';
import { ThreadImport } from './thread-import';

export const HISTORY_MODELS = [{ name: HISTORY_SYNCS, schema: historySyncSchema }];

export const HISTORY_CONTROLLERS = [AccountHistoryController];

export const HISTORY_PROVIDERS = [
  HistorySyncsRepository,
  HistorySyncs,
  GapReadings,
  ConversationReads,
  ThreadImport,
  HistorySteps,
  HistoryNews,
  HistoryReading,
  ReadHistoryJob,
  AccountArrival,
];
