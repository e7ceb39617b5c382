import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import type { AssignmentPick } from '../domain/assignment';

/** How many conversations of a workspace were given out by a rule. */
export interface AssignmentTurnRow {
  _id: WorkspaceId;
  workspaceId: WorkspaceId;
  given: number;
  /** The latest of those that were given to whoever had the fewest. Absent in old rows. */
  picks?: AssignmentPick[];
}

export const ASSIGNMENT_TURNS = 'assignmentTurns';

export const assignmentTurnSchema = new Schema<AssignmentTurnRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    given: Number,
    picks: { type: [Object], default: undefined },
  },
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
