import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { ContactId, ConversationId, CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import {
  type CrmTask,
  type CrmTaskKind,
  type CrmTaskPriority,
  type CrmTaskStatus,
  reminderDueOf,
} from '../domain/crm-task';
import { CrmTaskRow } from '../schemas/crm-task.schema';

export interface TaskFilter {
  status: CrmTaskStatus;
  /** Null: of nobody. */
  assigneeId?: UserId | null;
  kind?: CrmTaskKind;
  priority?: CrmTaskPriority;
  /** Only those that are due from then on. */
  dueFrom?: Date;
  /** Only those that are due before it. */
  dueBefore?: Date;
}

/** Sorts tasks without a date behind all others. */
const END_OF_TIME = new Date('9999-12-31T00:00:00Z');

/** Where a list by due date stands at this task. */
export const duePosition = ({ dueAt, id }: CrmTask): CursorPosition => ({ at: dueAt ?? END_OF_TIME, id });

@Injectable()
export class CrmTasksRepository {
  constructor(@InjectModel(CrmTaskRow.name) private readonly tasks: Model<CrmTaskRow>) {}

  async insert(task: CrmTask): Promise<void> {
    await this.tasks.insertOne(toRow(task));
  }

  /** False when there is one of this id. */
  async insertIfNew(task: CrmTask): Promise<boolean> {
    try {
      await this.insert(task);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async findById(workspaceId: WorkspaceId, id: string): Promise<CrmTask | null> {
    const row = await this.tasks.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toTask(row);
  }

  async findMany(workspaceId: WorkspaceId, ids: readonly string[]): Promise<CrmTask[]> {
    const rows = await this.tasks.find({ _id: { $in: ids }, workspaceId }).lean();
    return rows.map(toTask);
  }

  /** About the contact, newest first, at most `limit`, those after `after` in that order. */
  async listOfContact(
    workspaceId: WorkspaceId,
    contactId: ContactId,
    limit: number,
    after?: CursorPosition,
  ): Promise<CrmTask[]> {
    const rows = await this.tasks
      .find({ workspaceId, contactId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toTask);
  }

  /** Due first in front, without a date last; at most `limit`, those after `after` in that order. */
  async listByDue(
    workspaceId: WorkspaceId,
    { dueFrom, dueBefore, ...filter }: TaskFilter,
    limit: number,
    after?: CursorPosition,
  ): Promise<CrmTask[]> {
    const from = after?.at ?? dueFrom;
    const dueOrder = {
      ...(from === undefined ? {} : { $gte: from }),
      ...(dueBefore === undefined ? {} : { $lt: dueBefore }),
    };
    const bounds = Object.keys(dueOrder).length === 0 ? {} : { dueOrder };
    const rows = await this.tasks
      .find({ workspaceId, ...filter, ...bounds, ...behind(after) })
      .sort({ dueOrder: 1, _id: 1 })
      .limit(limit)
      .lean();
    return rows.map(toTask);
  }

  /** Newest first; by an index of the status alone, so other filters look at what that finds. */
  async listNewest(
    workspaceId: WorkspaceId,
    { dueFrom, dueBefore, ...filter }: TaskFilter,
    limit: number,
    after?: CursorPosition,
  ): Promise<CrmTask[]> {
    const due = {
      ...(dueFrom === undefined ? {} : { $gte: dueFrom }),
      ...(dueBefore === undefined ? {} : { $lt: dueBefore }),
    };
    const bounds = Object.keys(due).length === 0 ? {} : { dueOrder: due };
    const rows = await this.tasks
      .find({ workspaceId, ...filter, ...bounds, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .hint('status-newest')
      .limit(limit)
      .lean();
    return rows.map(toTask);
  }

  /** Of all workspaces: whose reminders are due, the longest due in front. */
  async listToRemind(now: Date, limit: number): Promise<CrmTask[]> {
    const rows = await this.tasks
      .find({ reminderDueAt: { $lte: now } })
      .sort({ reminderDueAt: 1 })
      .limit(limit)
      .lean();
    return rows.map(toTask);
  }

  /** Replaces `before` by `after`; false when somebody changed it since. */
  async replace(before: CrmTask, after: CrmTask): Promise<boolean> {
    const { id, workspaceId, revision } = before;
    const { matchedCount } = await this.tasks.replaceOne({ _id: id, workspaceId, revision }, toRow(after));
    return matchedCount === 1;
  }

  /** False when there was no such task. */
  async remove(workspaceId: WorkspaceId, id: string): Promise<boolean> {
    const { deletedCount } = await this.tasks.deleteOne({ _id: id, workspaceId });
    return deletedCount === 1;
  }

  /** Tasks about `from` are about `to` now, and remember why. */
  async moveAlong(workspaceId: WorkspaceId, from: ContactId, to: ContactId, mergeId: string): Promise<void> {
    const update = { $set: { contactId: to }, $addToSet: { merges: mergeId }, $inc: { revision: 1 } };
    await this.tasks.updateMany({ workspaceId, contactId: from }, update);
  }

  /** Those that a merge moved, and those of its conversations, are about `to` again. */
  async moveBack(workspaceId: WorkspaceId, { from, to, mergeId, conversationIds }: MoveBack): Promise<void> {
    const update = { $set: { contactId: to }, $pull: { merges: mergeId }, $inc: { revision: 1 } };
    await this.tasks.updateMany({ workspaceId, contactId: from, merges: mergeId }, update);
    if (conversationIds.length === 0) return;
    const lanes = { workspaceId, conversationId: { $in: conversationIds }, contactId: from };
    await this.tasks.updateMany(lanes, update);
  }
}

/** Rows about `from` go back to `to`. */
export interface MoveBack {
  from: ContactId;
  to: ContactId;
  mergeId: string;
  conversationIds: readonly ConversationId[];
}

/** As `olderThan`, of a list in rising order; the bound is the caller's. */
function behind(position: CursorPosition | undefined): Record<string, unknown> {
  if (position === undefined) return {};
  const { at, id } = position;
  return { $or: [{ dueOrder: { $gt: at } }, { dueOrder: at, _id: { $gt: id } }] };
}

function toRow(task: CrmTask): CrmTaskRow {
  const { id, merges, ...rest } = task;
  const reminderDueAt = reminderDueOf(task);
  return {
    _id: id,
    ...rest,
    ...(merges === undefined ? {} : { merges: [...merges] }),
    ...(reminderDueAt === null ? {} : { reminderDueAt }),
    dueOrder: rest.dueAt ?? END_OF_TIME,
  };
}

function toTask({ _id, dueOrder: _dueOrder, reminderDueAt: _reminderDueAt, ...rest }: CrmTaskRow): CrmTask {
  return { ...(rest as Omit<CrmTask, 'id'>), id: _id };
}
