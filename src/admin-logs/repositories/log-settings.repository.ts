import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import { DEFAULT_LOG_SETTINGS, type LogSettings } from '../domain/log-settings';
import { AdminLogSettingsRow, LOG_SETTINGS_ID } from '../schemas/admin-log-settings.schema';

@Injectable()
export class LogSettingsRepository {
  constructor(@InjectModel(AdminLogSettingsRow.name) private readonly rows: Model<AdminLogSettingsRow>) {}

  /** The defaults until they were saved once. */
  async read(): Promise<LogSettings> {
    const row = await this.rows.findById(LOG_SETTINGS_ID).lean();
    if (row === null) return DEFAULT_LOG_SETTINGS;
    const { _id, ...settings } = row;
    return { ...settings, categories: { ...DEFAULT_LOG_SETTINGS.categories, ...settings.categories } };
  }

  /** False: somebody else has changed them since `settings` were read. */
  async save(settings: LogSettings): Promise<boolean> {
    if (settings.version === 1) return this.insert(settings);
    const filter = { _id: LOG_SETTINGS_ID, version: settings.version - 1 };
    const result = await this.rows.updateOne(filter, { $set: settings });
    return result.matchedCount === 1;
  }

  private async insert(settings: LogSettings): Promise<boolean> {
    try {
      await this.rows.insertOne({ _id: LOG_SETTINGS_ID, ...settings });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
