import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, FieldProblem, WorkspaceId } from '../../shared/kernel';
import { AUTOMATION_INSTANCES, type AutomationInstanceRow } from '../schemas/automation-instance.schema';

export interface InstanceFilter {
  isActive?: boolean | undefined;
  templateId?: string | undefined;
}

/** What may change about an automation. */
export type InstanceUpdate = Partial<
  Pick<
    AutomationInstanceRow,
    | 'name'
    | 'description'
    | 'config'
    | 'isActive'
    | 'templateVersionId'
    | 'versionPolicy'
    | 'updateBlocked'
    | 'deletedAt'
  >
>;

export type Follower = Pick<
  AutomationInstanceRow,
  '_id' | 'workspaceId' | 'templateVersionId' | 'config' | 'updateBlocked'
>;

/** Where one of those that follow the latest version goes: to it, or nowhere, with the reasons. */
export interface FollowerMove {
  follower: Follower;
  problems: FieldProblem[];
}

/** Rows stay after they are deleted, out of every list: sessions tell of them, and the sum of revisions never falls. */
@Injectable()
export class AutomationInstancesRepository {
  private readonly rows: mongo.Collection<AutomationInstanceRow>;

  constructor(
    @InjectModel(AUTOMATION_INSTANCES) model: Model<AutomationInstanceRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<AutomationInstanceRow>;
  }

  /** Oldest first. */
  listActive(workspaceId: WorkspaceId): Promise<AutomationInstanceRow[]> {
    return this.rows.find({ workspaceId, isActive: true }).sort({ createdAt: 1, _id: 1 }).toArray();
  }

  /** Newest first, from after the given position. */
  list(
    workspaceId: WorkspaceId,
    limit: number,
    after?: CursorPosition,
    { isActive, templateId }: InstanceFilter = {},
  ): Promise<AutomationInstanceRow[]> {
    const filter = {
      ...(isActive === undefined ? {} : { isActive }),
      ...(templateId === undefined ? {} : { templateId }),
    };
    return this.rows
      .find({ workspaceId, deletedAt: null, ...filter, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  findById(workspaceId: WorkspaceId, instanceId: string): Promise<AutomationInstanceRow | null> {
    return this.rows.findOne({ _id: instanceId, workspaceId, deletedAt: null }, this.transactions.options);
  }

  /** Part of the transaction around it, if there is one. */
  count(workspaceId: WorkspaceId): Promise<number> {
    return this.rows.countDocuments({ workspaceId, deletedAt: null }, this.transactions.options);
  }

  async insert(row: AutomationInstanceRow): Promise<void> {
    await this.rows.insertOne(row, this.transactions.options);
  }

  /** Null when the workspace has no such automation. */
  update(
    workspaceId: WorkspaceId,
    instanceId: string,
    change: InstanceUpdate,
    now: Date,
  ): Promise<AutomationInstanceRow | null> {
    const rebinds = change.config !== undefined || change.templateVersionId !== undefined;
    return this.rows.findOneAndUpdate(
      { _id: instanceId, workspaceId, deletedAt: null },
      { $set: { ...change, updatedAt: now }, $inc: { revision: 1, ...(rebinds ? { configRevision: 1 } : {}) } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }

  /** Of all workspaces: those that follow the latest version of the template. */
  listFollowers(templateId: string): Promise<Follower[]> {
    return this.rows
      .find({ templateId, versionPolicy: 'latest', deletedAt: null }, this.transactions.options)
      .project<Follower>({ workspaceId: 1, templateVersionId: 1, config: 1, updateBlocked: 1 })
      .toArray();
  }

  /** Moves those without problems to the version, and notes the problems of the others. */
  async moveFollowers(versionId: string, moves: readonly FollowerMove[], now: Date): Promise<void> {
    if (moves.length === 0) return;
    const updates = moves.map(({ follower: { _id, workspaceId }, problems }) => ({
      updateOne: {
        filter: { _id, workspaceId },
        update:
          problems.length === 0
            ? {
                $set: { templateVersionId: versionId, updateBlocked: null, updatedAt: now },
                $inc: { revision: 1, configRevision: 1 },
              }
            : { $set: { updateBlocked: { versionId, problems } }, $inc: { revision: 1 } },
      },
    }));
    await this.rows.bulkWrite(updates, { ordered: false, ...this.transactions.options });
  }

  /** Of all workspaces. Answers which of them have such automations. */
  async setTemplateArchived(templateId: string, templateArchived: boolean): Promise<WorkspaceId[]> {
    const { options } = this.transactions;
    const rows = await this.rows
      .find({ templateId, deletedAt: null }, options)
      .project<Pick<AutomationInstanceRow, 'workspaceId'>>({ workspaceId: 1 })
      .toArray();
    await this.rows.updateMany(
      { templateId, deletedAt: null },
      { $set: { templateArchived }, $inc: { revision: 1 } },
      options,
    );
    return [...new Set(rows.map(({ workspaceId }) => workspaceId))];
  }

  /** A number per workspace that rises with every change; none for a workspace without automations. */
  async revisionsOf(workspaceIds: readonly WorkspaceId[]): Promise<Map<WorkspaceId, number>> {
    const sums = await this.rows
      .aggregate<{ _id: WorkspaceId; revision: number }>([
        { $match: { workspaceId: { $in: [...workspaceIds] } } },
        { $group: { _id: '$workspaceId', revision: { $sum: '$revision' } } },
      ])
      .toArray();
    return new Map(sums.map(({ _id, revision }) => [_id, revision]));
  }
}
