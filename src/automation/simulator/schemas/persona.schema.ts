import { Schema } from 'mongoose';
import type { Persona } from '../../../flows';
import type { IndexDeclaration } from '../../../shared/database';
import type { WorkspaceId } from '../../../shared/kernel';

/** A made-up person whom a workspace tries its automations out with. */
export interface PersonaRow {
  _id: string;
  workspaceId: WorkspaceId;
  /** What the team calls it: "Regular customer". */
  label: string;
  persona: Persona;
  /** Whom a simulation begins with when nobody is named. */
  isDefault: boolean;
  createdBy?: string;
  createdAt: Date;
  updatedAt: Date;
}

export const PERSONAS = 'personas';

export const personaSchema = new Schema<PersonaRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    label: String,
    persona: Schema.Types.Mixed,
    isDefault: Boolean,
    createdBy: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: PERSONAS, versionKey: false, minimize: false },
);

export const personaIndexes: IndexDeclaration[] = [
  {
    collection: PERSONAS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'the personas of a workspace, newest first, by cursor, and their number',
  },
  {
    collection: PERSONAS,
    key: { workspaceId: 1, isDefault: 1 },
    options: { name: 'default', unique: true, partialFilterExpression: { isDefault: true } },
    serves: 'the default persona of a workspace, of which there is one',
  },
];
