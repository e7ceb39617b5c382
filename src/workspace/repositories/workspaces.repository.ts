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
    const row = await this.workspaces.findById(id).lean();
    return row === null ? null : toWorkspace(row);
  }

  async findMany(ids: readonly WorkspaceId[]): Promise<Workspace[]> {
    const rows = await this.workspaces.find({ _id: { $in: ids } }).lean();
    return rows.map(toWorkspace);
  }
}

function toWorkspace({ _id, ...rest }: WorkspaceRow): Workspace {
  return { id: _id as WorkspaceId, ...rest };
}
