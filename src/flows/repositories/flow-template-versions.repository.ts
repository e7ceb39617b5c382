import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { CompiledFlow } from '../domain/compile/compiled-flow';
import { FLOW_TEMPLATE_VERSIONS, type FlowTemplateVersionRow } from '../schemas/flow-template-version.schema';

export type VersionSummary = Pick<
  FlowTemplateVersionRow,
  '_id' | 'templateId' | 'version' | 'triggers' | 'publishedAt'
>;
export type LatestVersion = Pick<FlowTemplateVersionRow, '_id' | 'version' | 'fingerprint'>;

@Injectable()
export class FlowTemplateVersionsRepository {
  private readonly rows: mongo.Collection<FlowTemplateVersionRow>;

  constructor(@InjectModel(FLOW_TEMPLATE_VERSIONS) model: Model<FlowTemplateVersionRow>) {
    this.rows = model.collection as unknown as mongo.Collection<FlowTemplateVersionRow>;
  }

  async findCompiled(versionId: string): Promise<CompiledFlow | null> {
    const row = await this.rows.findOne({ _id: versionId }, { projection: { compiled: 1 } });
    return row?.compiled ?? null;
  }

  findSummaries(versionIds: readonly string[]): Promise<VersionSummary[]> {
    const projection = { templateId: 1, version: 1, triggers: 1, publishedAt: 1 };
    return this.rows
      .find({ _id: { $in: [...versionIds] } })
      .project<VersionSummary>(projection)
      .toArray();
  }

  findLatest(templateId: string): Promise<LatestVersion | null> {
    const projection = { version: 1, fingerprint: 1 };
    return this.rows.findOne<LatestVersion>({ templateId }, { projection, sort: { version: -1 } });
  }

  /** False when that number of the template is taken already. */
  async insert(version: FlowTemplateVersionRow): Promise<boolean> {
    try {
      await this.rows.insertOne(version);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
