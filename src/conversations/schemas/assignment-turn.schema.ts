import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';

/** How many conversations of a workspace were given out in turn. */
export interface AssignmentTurnRow {
  _id: WorkspaceId;
  workspaceId: WorkspaceId;
  given: number;
}

export const ASSIGNMENT_TURNS = 'assignmentTurns';

export const assignmentTurnSchema = new Schema<AssignmentTurnRow>(
  { _id: String, workspaceId: { type: String, required: true }, given: Number },
  { collection: ASSIGNMENT_TURNS, versionKey: false },
);

export const assignmentTurnIndexes: IndexDeclaration[] = [
  {
    collection: ASSIGNMENT_TURNS,
    key: { workspaceId: 1 },
    options: { name: 'of_workspace' },
    serves: 'erasing a workspace',
  },
];
