import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, mongo } from 'mongoose';
import type { WorkspaceId } from '../../shared/kernel';
import { AI_PROVIDERS, type AiProviderRow } from '../schemas/ai-provider.schema';

export type NewAiProvider = Omit<AiProviderRow, '_id' | 'workspaceId'>;

/** `current` goes past mongoose, so that it joins no transaction of whoever happens to call. */
@Injectable()
export class AiProvidersRepository {
  private readonly rows: mongo.Collection<AiProviderRow>;

  constructor(@InjectModel(AI_PROVIDERS) private readonly model: Model<AiProviderRow>) {
    this.rows = model.collection as unknown as mongo.Collection<AiProviderRow>;
  }

  current(workspaceId: WorkspaceId): Promise<AiProviderRow | null> {
    return this.rows.findOne({ _id: workspaceId, workspaceId });
  }

  async find(workspaceId: WorkspaceId): Promise<AiProviderRow | null> {
    return this.model.findOne({ _id: workspaceId, workspaceId }).lean();
  }

  /** Replaces all of it. */
  async save(workspaceId: WorkspaceId, provider: NewAiProvider): Promise<AiProviderRow> {
    const row: AiProviderRow = { _id: workspaceId, workspaceId, ...provider };
    await this.model.replaceOne({ _id: workspaceId, workspaceId }, row, { upsert: true });
    return row;
  }

  async remove(workspaceId: WorkspaceId): Promise<boolean> {
    const { deletedCount } = await this.model.deleteOne({ _id: workspaceId, workspaceId });
    return deletedCount === 1;
  }
}
