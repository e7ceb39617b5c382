import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey, Transactions } from '../../shared/database';
import { FLOW_TEMPLATE_VERSIONS, type FlowTemplateVersionRow } from '../schemas/flow-template-version.schema';

/** Without what the flow does. */
export type VersionSummary = Omit<
  FlowTemplateVersionRow,
  'compiled' | 'definition' | 'tests' | 'fingerprint' | 'intents'
>;
export type LatestVersion = Pick<FlowTemplateVersionRow, '_id' | 'version' | 'fingerprint'>;
export type RunnableRow = Pick<
  FlowTemplateVersionRow,
  '_id' | 'templateId' | 'version' | 'compiled' | 'exposedFields' | 'runningSessions'
>;

const SUMMARY = { compiled: 0, definition: 0, tests: 0, fingerprint: 0, intents: 0 };

@Injectable()
export class FlowTemplateVersionsRepository {
  private readonly rows: mongo.Collection<FlowTemplateVersionRow>;

  constructor(
    @InjectModel(FLOW_TEMPLATE_VERSIONS) model: Model<FlowTemplateVersionRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<FlowTemplateVersionRow>;
  }

  /** Joins the transaction around it, since what it publishes is run in the same one. */
  findRunnable(versionId: string): Promise<RunnableRow | null> {
    const projection = { templateId: 1, version: 1, compiled: 1, exposedFields: 1, runningSessions: 1 };
    return this.rows.findOne<RunnableRow>({ _id: versionId }, { projection, ...this.transactions.options });
  }

  find(templateId: string, versionId: string): Promise<FlowTemplateVersionRow | null> {
    return this.rows.findOne({ _id: versionId, templateId }, this.transactions.options);
  }

  findSummaries(versionIds: readonly string[]): Promise<VersionSummary[]> {
    return this.rows
      .find({ _id: { $in: [...versionIds] } }, this.transactions.options)
      .project<VersionSummary>(SUMMARY)
      .toArray();
  }

  findDefinitions(versionIds: readonly string[]): Promise<Pick<FlowTemplateVersionRow, '_id' | 'definition'>[]> {
    return this.rows
      .find({ _id: { $in: [...versionIds] } })
      .project<Pick<FlowTemplateVersionRow, '_id' | 'definition'>>({ definition: 1 })
      .toArray();
  }

  /** Latest first, below the given number; of one status, or of both. */
  list(
    templateId: string,
    limit: number,
    { below, status }: { below?: number | undefined; status?: FlowTemplateVersionRow['status'] | undefined },
  ): Promise<VersionSummary[]> {
    const older = below === undefined ? {} : { version: { $lt: below } };
    return this.rows
      .find({ templateId, ...older, ...(status === undefined ? {} : { status }) })
      .project<VersionSummary>(SUMMARY)
      .sort({ version: -1 })
      .limit(limit)
      .toArray();
  }

  findLatest(templateId: string): Promise<LatestVersion | null> {
    const projection = { version: 1, fingerprint: 1 };
    const options = { projection, sort: { version: -1 }, ...this.transactions.options } as const;
    return this.rows.findOne<LatestVersion>({ templateId }, options);
  }

  /** Whether a version that can be run names the intent. */
  async namesIntent(value: string): Promise<boolean> {
    const found = await this.rows.findOne(
      { intents: value, status: 'published' },
      { projection: { _id: 1 }, ...this.transactions.options },
    );
    return found !== null;
  }

  /** False when that number of the template is taken already. */
  async insert(version: FlowTemplateVersionRow): Promise<boolean> {
    try {
      await this.rows.insertOne(version, this.transactions.options);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** False when the template has no such version. */
  async setStatus(templateId: string, versionId: string, status: FlowTemplateVersionRow['status']): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: versionId, templateId },
      { $set: { status } },
      this.transactions.options,
    );
    return matchedCount === 1;
  }
}
