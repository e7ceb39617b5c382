import { Schema } from 'mongoose';
import type { JsonObject } from '../../conversations';
import type { IndexDeclaration } from '../../shared/database';
import type { FieldProblem, WorkspaceId } from '../../shared/kernel';

/** Whether an automation goes on to each version that is published, or stays with the one it has. */
export const VERSION_POLICIES = ['latest', 'pinned'] as const;
export type VersionPolicy = (typeof VERSION_POLICIES)[number];

/** A workspace's own copy of a template: which version, with which values, on or off. */
export interface AutomationInstanceRow {
  _id: string;
  workspaceId: WorkspaceId;
  name: string;
  description: string;
  templateId: string;
  /** What new sessions run; a session keeps the version that it began with. */
  templateVersionId: string;
  versionPolicy: VersionPolicy;
  /** Values of the version's exposed fields, as the workspace set them; defaults are not among them. */
  config: JsonObject;
  /** One more whenever `config` or the version changes: what was bound to them is then out of date. */
  configRevision: number;
  isActive: boolean;
  /** Its template is archived: it starts nothing, whatever `isActive` says. */
  templateArchived: boolean;
  /** A newer version that it follows but cannot run with this config, and why not. */
  updateBlocked: { versionId: string; problems: FieldProblem[] } | null;
  /** One more at every change, so that the sum over a workspace tells whether anything in it has changed. */
  revision: number;
  createdBy?: string;
  /** Null while it is there. Its config goes with it; the row stays. */
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const AUTOMATION_INSTANCES = 'automationInstances';

export const automationInstanceSchema = new Schema<AutomationInstanceRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    name: String,
    description: String,
    templateId: String,
    templateVersionId: String,
    versionPolicy: String,
    config: Schema.Types.Mixed,
    configRevision: Number,
    isActive: Boolean,
    templateArchived: Boolean,
    updateBlocked: Schema.Types.Mixed,
    revision: Number,
    createdBy: String,
    deletedAt: Date,
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
    key: { workspaceId: 1, deletedAt: 1, createdAt: -1, _id: -1 },
    options: { name: 'of_workspace' },
    serves: 'the list of automations of a workspace, newest first, by cursor, and their number',
  },
  {
    collection: AUTOMATION_INSTANCES,
    key: { workspaceId: 1, revision: 1 },
    options: { name: 'revisions' },
    serves: 'the poll each second that notices a changed automation, from the index alone',
  },
  {
    collection: AUTOMATION_INSTANCES,
    key: { templateId: 1, deletedAt: 1, versionPolicy: 1 },
    options: { name: 'of_template' },
    serves: 'the automations of all workspaces that a new version, or the archiving of its template, concerns',
  },
];
