import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import { stableId, type WorkspaceId } from '../../shared/kernel';
import { DEFAULT_STAGES, type Pipeline } from '../domain/pipeline';
import { PIPELINES, type PipelineRow } from '../schemas/pipeline.schema';

@Injectable()
export class PipelinesRepository {
  constructor(@InjectModel(PIPELINES) private readonly pipelines: Model<PipelineRow>) {}

  /** The default one first, which is there whether or not it was ever changed; then by age. There are few. */
  async list(workspaceId: WorkspaceId): Promise<Pipeline[]> {
    const rows = (await this.pipelines.find({ workspaceId }).lean()).map(toPipeline);
    const stored = rows.find(({ isDefault }) => isDefault);
    const others = rows.filter(({ isDefault }) => !isDefault).sort((a, b) => (a.id < b.id ? -1 : 1));
    return [stored ?? defaultPipeline(workspaceId), ...others];
  }

  /** False when somebody changed it since, or a stage of it is in another one. */
  async save({ id, ...rest }: Pipeline, at: Date): Promise<boolean> {
    const row = { ...rest, stages: [...rest.stages], revision: rest.revision + 1, updatedAt: at };
    try {
      if (rest.revision === 0) {
        await this.pipelines.insertOne({ _id: id, ...row, createdAt: at });
        return true;
      }
      const filter = { _id: id, workspaceId: rest.workspaceId, revision: rest.revision };
      const { matchedCount } = await this.pipelines.updateOne(filter, { $set: row });
      return matchedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async remove({ id, workspaceId, revision }: Pipeline): Promise<boolean> {
    const { deletedCount } = await this.pipelines.deleteOne({ _id: id, workspaceId, revision });
    return deletedCount === 1;
  }
}

const defaultPipeline = (workspaceId: WorkspaceId): Pipeline => ({
  id: stableId('pipeline', workspaceId),
  workspaceId,
  name: 'Contacts',
  stages: DEFAULT_STAGES,
  isDefault: true,
  revision: 0,
});

function toPipeline({ _id, createdAt: _c, updatedAt: _u, ...rest }: PipelineRow): Pipeline {
  return { ...rest, id: _id };
}
