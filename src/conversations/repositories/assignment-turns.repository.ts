import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { WorkspaceId } from '../../shared/kernel';
import { ASSIGNMENT_TURNS, type AssignmentTurnRow } from '../schemas/assignment-turn.schema';

/** Whose turn it is, for all processes together. */
@Injectable()
export class AssignmentTurnsRepository {
  private readonly rows: mongo.Collection<AssignmentTurnRow>;

  constructor(@InjectModel(ASSIGNMENT_TURNS) model: Model<AssignmentTurnRow>) {
    this.rows = model.collection as unknown as mongo.Collection<AssignmentTurnRow>;
  }

  /** 0 for the first of a workspace, and one more each time. Not in a transaction: others would wait for it. */
  async next(workspaceId: WorkspaceId): Promise<number> {
    const row = await this.rows.findOneAndUpdate(
      { _id: workspaceId, workspaceId },
      { $inc: { given: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    return (row?.given ?? 1) - 1;
  }
}
