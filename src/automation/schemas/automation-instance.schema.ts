import { Schema } from 'mongoose';
import type { JsonObject } from '../../conversations';
import type { IndexDeclaration } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';

/** A workspace's own copy of a template: which version, with which values, on or off. */
export interface AutomationInstanceRow {
  _id: string;
  workspaceId: WorkspaceId;
  name: string;
  templateId: string;
  /** What new sessions run; a session keeps the version that it began with. */
  templateVersionId: string;
  /** Values that the flow's texts and conditions see as `config`. */
  config: JsonObject;
  isActive: boolean;
  /** One more at every change, so that the sum over a workspace tells whether anything in it has changed. */
  revision: number;
  createdBy?: string;
  createdAt: Date;
  updatedAt: Date;
}

export const AUTOMATION_INSTANCES = 'automationInstances';

export const automationInstanceSchema = new Schema<AutomationInstanceRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    name: String,
    templateId: String,
    templateVersionId: String,
    config: Schema.Types.Mixed,
    isActive: Boolean,
    revision: Number,
    createdBy: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: AUTOMATION_INSTANCES, versionKey: false, minimize: false },
);

export const automationInstanceIndexes: IndexDeclaration[] = [
  {
    collection: AUTOMATION_INSTANCES,
    key: { workspaceId: 1, isActive: 1, createdAt: 1, _id: 1 },
    options: { name: 'active_by_age' },
    serves: 'the active automations of a workspace, oldest first, for matching triggers',
  },
  {
    collection: AUTOMATION_INSTANCES,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'by_workspace' },
    serves: 'the list of automations of a workspace, newest first, by cursor',
  },
  {
    collection: AUTOMATION_INSTANCES,
    key: { workspaceId: 1, revision: 1 },
    options: { name: 'revisions' },
    serves: 'the poll each second that notices a changed automation, from the index alone',
  },
];
