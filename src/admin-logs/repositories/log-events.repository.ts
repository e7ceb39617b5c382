import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, mongo } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition } from '../../shared/kernel';
import type { LogCategory, LogLevel } from '../../shared/observability';
import type { LogEvent } from '../domain/log-event';
import { AdminLogEventRow } from '../schemas/admin-log-event.schema';

/** All that are given must hold. */
export interface LogEventFilter {
  category?: LogCategory;
  level?: LogLevel;
  workspaceId?: string;
  sessionId?: string;
  conversationId?: string;
  correlationId?: string;
  /** From here on. */
  from?: Date;
  /** Before that. */
  to?: Date;
}

@Injectable()
export class LogEventsRepository {
  private readonly rows: mongo.Collection<AdminLogEventRow>;

  constructor(@InjectModel(AdminLogEventRow.name) model: Model<AdminLogEventRow>) {
    this.rows = model.collection as unknown as mongo.Collection<AdminLogEventRow>;
  }

  /** In any order; one that fails does not keep the others. */
  async insert(events: readonly LogEvent[]): Promise<void> {
    const rows = events.map(({ id, ...rest }) => ({ _id: id, ...rest }));
    await this.rows.insertMany(rows, { ordered: false, writeConcern: { w: 1 } });
  }

  /** Newest first. */
  async list(filter: LogEventFilter, limit: number, after?: CursorPosition): Promise<LogEvent[]> {
    const rows = await this.rows
      .find({ $and: [queryOf(filter), olderThan('at', after)] })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(toEvent);
  }

  /** Oldest first, those from `from` on. */
  async since(from: Date, limit: number): Promise<LogEvent[]> {
    const rows = await this.rows
      .find({ at: { $gte: from } })
      .sort({ at: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return rows.map(toEvent);
  }

  /** Returns how many there were. */
  async remove(filter: LogEventFilter): Promise<number> {
    return (await this.rows.deleteMany(queryOf(filter))).deletedCount;
  }
}

function queryOf({ from, to, ...equal }: LogEventFilter): Record<string, unknown> {
  const range = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) };
  return { ...equal, ...(from === undefined && to === undefined ? {} : { at: range }) };
}

const toEvent = ({ _id, ...rest }: AdminLogEventRow): LogEvent => ({ id: _id, ...rest });
