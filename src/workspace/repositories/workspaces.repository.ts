import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { WorkspaceId } from '../../shared/kernel';
import type { Workspace } from '../domain/workspace';
import { WorkspaceRow } from '../schemas/workspace.schema';

@Injectable()
export class WorkspacesRepository {
  constructor(@InjectModel(WorkspaceRow.name) private readonly workspaces: Model<WorkspaceRow>) {}

  async findById(id: WorkspaceId): Promise<Workspace | null> {
    const row = await this.workspaces.findOne({ _id: id, deletedAt: null }).lean();
    return row === null ? null : toWorkspace(row);
  }

  async findMany(ids: readonly WorkspaceId[]): Promise<Workspace[]> {
    const rows = await this.workspaces.find({ _id: { $in: ids }, deletedAt: null }).lean();
    return rows.map(toWorkspace);
  }

  async insert({ id, ...rest }: Workspace): Promise<void> {
    await this.workspaces.insertOne({ _id: id, ...rest });
  }

  /** False when there is no such workspace. */
  async rename(id: WorkspaceId, name: string): Promise<boolean> {
    const { matchedCount } = await this.workspaces.updateOne({ _id: id, deletedAt: null }, { $set: { name } });
    return matchedCount === 1;
  }

  /** From now on nobody finds it; its data is erased later. False when it is gone already. */
  async markDeleted(id: WorkspaceId, at: Date): Promise<boolean> {
    const { matchedCount } = await this.workspaces.updateOne({ _id: id, deletedAt: null }, { $set: { deletedAt: at } });
    return matchedCount === 1;
  }

  async setSecondFactor(id: WorkspaceId, requireSecondFactor: boolean): Promise<void> {
    await this.workspaces.updateOne({ _id: id }, { $set: { requireSecondFactor } });
  }

  /**
   * Call it first in a transaction: of two that count and then add to the same workspace, the second begins again and
   * counts anew. False when there is no such workspace.
   */
  async guard(id: WorkspaceId): Promise<boolean> {
    const { matchedCount } = await this.workspaces.updateOne({ _id: id, deletedAt: null }, { $inc: { guard: 1 } });
    return matchedCount === 1;
  }
}

function toWorkspace({ _id, guard: _guard, suspendedReason: _reason, ...rest }: WorkspaceRow): Workspace {
  return { id: _id as WorkspaceId, ...rest };
}
