import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import { SAVED_VIEWS, type SavedViewRow } from '../schemas/desk-collections.schema';

/** Those of the team, and of one member. */
export type ViewOwners = readonly (UserId | null)[];

@Injectable()
export class SavedViewsRepository {
  constructor(@InjectModel(SAVED_VIEWS) private readonly views: Model<SavedViewRow>) {}

  async list(workspaceId: WorkspaceId, owners: ViewOwners): Promise<SavedViewRow[]> {
    return this.views.find({ workspaceId, ownerId: { $in: [...owners] } }).lean();
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<SavedViewRow | null> {
    return this.views.findOne({ _id: id, workspaceId }).lean();
  }

  async insert(view: SavedViewRow): Promise<void> {
    await this.views.insertOne(view);
  }

  async change(
    { workspaceId, _id }: Pick<SavedViewRow, 'workspaceId' | '_id'>,
    change: Partial<Pick<SavedViewRow, 'name' | 'wishes' | 'updatedAt'>>,
  ): Promise<void> {
    await this.views.updateOne({ _id, workspaceId }, { $set: change });
  }

  async remove(workspaceId: WorkspaceId, id: string): Promise<void> {
    await this.views.deleteOne({ _id: id, workspaceId });
  }
}
