import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { CrmTask, CrmTaskStatus } from '../domain/crm-task';
import { CrmTaskRow } from '../schemas/crm-task.schema';

export interface TaskFilter {
  status: CrmTaskStatus;
  assigneeId?: UserId;
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
    { status, assigneeId, dueBefore }: TaskFilter,
    limit: number,
    after?: CursorPosition,
  ): Promise<CrmTask[]> {
    const filter = { workspaceId, ...(assigneeId === undefined ? {} : { assigneeId }), status };
    const dueOrder = {
      ...(after === undefined ? {} : { $gte: after.at }),
      ...(dueBefore === undefined ? {} : { $lt: dueBefore }),
    };
    const rows = await this.tasks
      .find({ ...filter, ...(Object.keys(dueOrder).length === 0 ? {} : { dueOrder }), ...behind(after) })
      .sort({ dueOrder: 1, _id: 1 })
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
}

/** As `olderThan`, of a list in rising order; the bound is the caller's. */
function behind(position: CursorPosition | undefined): Record<string, unknown> {
  if (position === undefined) return {};
  const { at, id } = position;
  return { $or: [{ dueOrder: { $gt: at } }, { dueOrder: at, _id: { $gt: id } }] };
}

const toRow = ({ id, ...rest }: CrmTask): CrmTaskRow => ({
  _id: id,
  ...rest,
  dueOrder: rest.dueAt ?? END_OF_TIME,
});

function toTask({ _id, dueOrder: _dueOrder, ...rest }: CrmTaskRow): CrmTask {
  return { ...(rest as Omit<CrmTask, 'id'>), id: _id };
}
