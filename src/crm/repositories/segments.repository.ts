import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import type { FilterWishes } from '../domain/contact-filter-wishes';
import { CONTACT_SEGMENTS, type SegmentRow } from '../schemas/segment.schema';

export interface Segment {
  id: string;
  workspaceId: WorkspaceId;
  name: string;
  filter: FilterWishes;
  /** Of all members; else of the one who made it. */
  shared: boolean;
  createdBy?: UserId;
  createdAt: Date;
  updatedAt: Date;
}

@Injectable()
export class SegmentsRepository {
  constructor(@InjectModel(CONTACT_SEGMENTS) private readonly segments: Model<SegmentRow>) {}

  async insert({ id, ...rest }: Segment): Promise<void> {
    await this.segments.insertOne({ _id: id, ...rest });
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<Segment | null> {
    const row = await this.segments.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toSegment(row);
  }

  /** By name; there are few. */
  async list(workspaceId: WorkspaceId): Promise<Segment[]> {
    const rows = await this.segments.find({ workspaceId }).sort({ name: 1, _id: 1 }).lean();
    return rows.map(toSegment);
  }

  async change(
    { id, workspaceId }: Pick<Segment, 'id' | 'workspaceId'>,
    changes: Partial<Pick<Segment, 'name' | 'filter' | 'shared'>> & { updatedAt: Date },
  ): Promise<Segment | null> {
    const row = await this.segments
      .findOneAndUpdate({ _id: id, workspaceId }, { $set: changes }, { returnDocument: 'after' })
      .lean();
    return row === null ? null : toSegment(row);
  }

  async remove(workspaceId: WorkspaceId, id: string): Promise<void> {
    await this.segments.deleteOne({ _id: id, workspaceId });
  }
}

const toSegment = ({ _id, ...rest }: SegmentRow): Segment => ({ ...rest, id: _id });
