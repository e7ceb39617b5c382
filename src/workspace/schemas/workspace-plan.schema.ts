import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { PlanOverrides } from '../domain/plans/plan';

/** What a platform admin has given to a workspace; without a row it has the default tier. */
export interface WorkspacePlanRow {
  /** The workspace. */
  _id: string;
  /** Absent: the default tier. */
  tierId?: string;
  overrides: PlanOverrides;
  /** Raised by every change. */
  revision: number;
  updatedAt: Date;
}

export const WORKSPACE_PLANS = 'workspacePlans';

export const workspacePlanSchema = new Schema<WorkspacePlanRow>(
  {
    _id: String,
    tierId: String,
    overrides: Schema.Types.Mixed,
    revision: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: WORKSPACE_PLANS, versionKey: false, minimize: false },
);

export const workspacePlanIndexes: IndexDeclaration[] = [
  {
    collection: WORKSPACE_PLANS,
    key: { tierId: 1 },
    options: { name: 'tier' },
    serves: 'whether a tier is in use',
  },
];
