import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import type { AssignmentPick } from '../domain/assignment';
import { ASSIGNMENT_TURNS, type AssignmentTurnRow } from '../schemas/assignment-turn.schema';

/** How many were given out, and the latest of those that went to whoever had the fewest. */
export interface GivenSoFar {
  given: number;
  picks: readonly AssignmentPick[];
}

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

  async soFar(workspaceId: WorkspaceId): Promise<GivenSoFar> {
    const row = await this.rows.findOne({ _id: workspaceId, workspaceId });
    return { given: row?.given ?? 0, picks: row?.picks ?? [] };
  }

  /** Keeps these as the latest; false, with nothing kept, when another was given out since `given`. */
  async keep(workspaceId: WorkspaceId, given: number, picks: readonly AssignmentPick[]): Promise<boolean> {
    const filter = { _id: workspaceId, workspaceId, ...(given === 0 ? { given: { $exists: false } } : { given }) };
    const change = { $inc: { given: 1 }, $set: { picks: [...picks] } };
    try {
      const { matchedCount, upsertedCount } = await this.rows.updateOne(filter, change, { upsert: given === 0 });
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
