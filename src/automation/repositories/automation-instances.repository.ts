import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import { AUTOMATION_INSTANCES, type AutomationInstanceRow } from '../schemas/automation-instance.schema';

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
  list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<AutomationInstanceRow[]> {
    return this.rows
      .find({ workspaceId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  findById(workspaceId: WorkspaceId, instanceId: string): Promise<AutomationInstanceRow | null> {
    return this.rows.findOne({ _id: instanceId, workspaceId });
  }

  /** Part of the transaction around it, if there is one. */
  count(workspaceId: WorkspaceId): Promise<number> {
    return this.rows.countDocuments({ workspaceId }, this.transactions.options);
  }

  async insert(row: AutomationInstanceRow): Promise<void> {
    await this.rows.insertOne(row, this.transactions.options);
  }

  /** Null when the workspace has no such automation. */
  setActive(
    workspaceId: WorkspaceId,
    instanceId: string,
    isActive: boolean,
    now: Date,
  ): Promise<AutomationInstanceRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: instanceId, workspaceId },
      { $set: { isActive, updatedAt: now }, $inc: { revision: 1 } },
      { returnDocument: 'after', ...this.transactions.options },
    );
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
