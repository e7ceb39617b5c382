import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import type { Stage } from '../domain/pipeline';

export const PIPELINES = 'pipelines';

export interface PipelineRow {
  /** Of the default one: made of the workspace's id. */
  _id: string;
  workspaceId: WorkspaceId;
  name: string;
  stages: Stage[];
  isDefault: boolean;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, required: true } as const;
const stage = new Schema<Stage>({ key: text, name: text, kind: text }, { _id: false });

export const pipelineSchema = new Schema<PipelineRow>(
  {
    _id: String,
    workspaceId: text,
    name: text,
    stages: { type: [stage], required: true },
    isDefault: { type: Boolean, required: true },
    revision: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: PIPELINES, versionKey: false },
);

export const pipelineIndexes: IndexDeclaration[] = [
  {
    collection: PIPELINES,
    key: { workspaceId: 1, 'stages.key': 1 },
    options: { name: 'stage', unique: true },
    serves: 'the pipelines of a workspace; one stage of a key among them',
  },
];
