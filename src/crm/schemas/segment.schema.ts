import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import type { FilterWishes } from '../domain/contact-filter-wishes';

export const CONTACT_SEGMENTS = 'contactSegments';

/** A saved question for contacts; who matches is found anew each time. */
export interface SegmentRow {
  _id: string;
  workspaceId: WorkspaceId;
  name: string;
  filter: FilterWishes;
  /** Of all members; else of the one who made it. */
  shared: boolean;
  createdBy?: UserId;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, required: true } as const;

export const segmentSchema = new Schema<SegmentRow>(
  {
    _id: String,
    workspaceId: text,
    name: text,
    filter: { type: Schema.Types.Mixed, required: true },
    shared: { type: Boolean, required: true },
    createdBy: String,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: CONTACT_SEGMENTS, versionKey: false, minimize: false },
);

export const segmentIndexes: IndexDeclaration[] = [
  {
    collection: CONTACT_SEGMENTS,
    key: { workspaceId: 1, name: 1, _id: 1 },
    options: { name: 'name' },
    serves: 'the segments of a workspace by name',
  },
  {
    collection: CONTACT_SEGMENTS,
    key: { workspaceId: 1, createdBy: 1 },
    options: { name: 'creator', partialFilterExpression: { createdBy: { $exists: true } } },
    serves: 'erasing a member: the segments that carry their name',
  },
];
