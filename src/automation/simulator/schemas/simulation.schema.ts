import { Schema } from 'mongoose';
import type { JsonObject } from '../../../conversations';
import type { Persona } from '../../../flows';
import type { IndexDeclaration } from '../../../shared/database';
import type { WorkspaceId } from '../../../shared/kernel';
import type { VirtualLaneState } from '../domain/virtual-lane-state';

/** What answers: one automation, one draft, or whichever active automation of the workspace is selected. */
export type SimulationTarget =
  | { kind: 'automation'; instanceId: string }
  | { kind: 'draft'; draftId: string; config: JsonObject }
  | { kind: 'workspace' };

/** A made-up conversation, with no effect on anything. */
export interface SimulationRow {
  _id: string;
  /** Of platform admins who try a draft out: the platform's own. */
  workspaceId: WorkspaceId;
  target: SimulationTarget;
  persona: Persona;
  lane: VirtualLaneState;
  /** One more at every change: of two that happen at a time the later one is refused. */
  revision: number;
  createdBy?: string;
  createdAt: Date;
  updatedAt: Date;
}

export const SIMULATIONS = 'simulations';

const TTL_SECONDS = 24 * 3_600;

export const simulationSchema = new Schema<SimulationRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    target: Schema.Types.Mixed,
    persona: Schema.Types.Mixed,
    lane: Schema.Types.Mixed,
    revision: Number,
    createdBy: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: SIMULATIONS, versionKey: false, minimize: false },
);

export const simulationIndexes: IndexDeclaration[] = [
  {
    collection: SIMULATIONS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'the simulations of a workspace, newest first, so that the oldest make room',
  },
  {
    collection: SIMULATIONS,
    key: { createdAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: TTL_SECONDS },
    serves: 'expiry a day after the start',
  },
];
