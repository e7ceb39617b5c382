import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { UiSettings } from '../domain/ui-settings';
import { GLOBAL_UI_SETTINGS, type GlobalUiSettingsRow, UI_SETTINGS_ID } from '../schemas/global-ui-settings.schema';

@Injectable()
export class UiSettingsRepository {
  constructor(@InjectModel(GLOBAL_UI_SETTINGS) private readonly rows: Model<GlobalUiSettingsRow>) {}

  async find(): Promise<UiSettings | null> {
    const row = await this.rows.findOne({ _id: UI_SETTINGS_ID }).lean();
    return row === null ? null : { uiTheme: row.uiTheme };
  }

  async save(settings: UiSettings, updatedAt: Date): Promise<void> {
    await this.rows.updateOne({ _id: UI_SETTINGS_ID }, { $set: { ...settings, updatedAt } }, { upsert: true });
  }
}
