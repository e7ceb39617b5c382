import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import { QUICK_ANSWERS, type QuickAnswerRow } from '../schemas/desk-collections.schema';
import { allTerms } from './all-terms';

@Injectable()
export class QuickAnswersRepository {
  constructor(@InjectModel(QUICK_ANSWERS) private readonly answers: Model<QuickAnswerRow>) {}

  /** False when its owner has one with this shortcut. */
  async insert(answer: QuickAnswerRow): Promise<boolean> {
    return this.unlessTaken(async () => {
      await this.answers.insertOne(answer);
      return true;
    });
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<QuickAnswerRow | null> {
    return this.answers.findOne({ _id: id, workspaceId }).lean();
  }

  /** Of one owner, or with null of the team, newest first; with all the terms. */
  async list(
    workspaceId: WorkspaceId,
    ownerId: UserId | null,
    page: { limit: number; before?: CursorPosition; terms: readonly string[] },
  ): Promise<QuickAnswerRow[]> {
    return this.answers
      .find({ workspaceId, ownerId, ...allTerms('terms', page.terms), ...olderThan('createdAt', page.before) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(page.limit)
      .lean();
  }

  async count(workspaceId: WorkspaceId, ownerId: UserId | null): Promise<number> {
    return this.answers.countDocuments({ workspaceId, ownerId });
  }

  /** False when its owner has another one with this shortcut. */
  async change(
    { workspaceId, _id }: Pick<QuickAnswerRow, 'workspaceId' | '_id'>,
    change: Partial<Pick<QuickAnswerRow, 'shortcut' | 'title' | 'text' | 'terms' | 'updatedAt'>>,
  ): Promise<boolean> {
    return this.unlessTaken(async () => {
      await this.answers.updateOne({ _id, workspaceId }, { $set: change });
      return true;
    });
  }

  async remove(workspaceId: WorkspaceId, id: string): Promise<void> {
    await this.answers.deleteOne({ _id: id, workspaceId });
  }

  private async unlessTaken(write: () => Promise<boolean>): Promise<boolean> {
    try {
      return await write();
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
