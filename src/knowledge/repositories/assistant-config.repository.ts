import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { AssistantConfig } from '../domain/assistant-config';
import {
  ASSISTANT_CONFIG_ID,
  GLOBAL_ASSISTANT_CONFIG,
  type GlobalAssistantConfigRow,
} from '../schemas/global-assistant-config.schema';

@Injectable()
export class AssistantConfigRepository {
  constructor(@InjectModel(GLOBAL_ASSISTANT_CONFIG) private readonly rows: Model<GlobalAssistantConfigRow>) {}

  async find(): Promise<AssistantConfig | null> {
    const row = await this.rows.findOne({ _id: ASSISTANT_CONFIG_ID }).lean();
    if (row === null) return null;
    const { assistantName, assistantDescription, systemPrompt } = row;
    return { assistantName, assistantDescription, systemPrompt };
  }

  async save(config: AssistantConfig, updatedAt: Date): Promise<void> {
    await this.rows.updateOne({ _id: ASSISTANT_CONFIG_ID }, { $set: { ...config, updatedAt } }, { upsert: true });
  }
}
