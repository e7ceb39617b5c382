import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition } from '../../shared/kernel';
import type { AuditEntry } from '../domain/audit-entry';
import { AuditEntryRow } from '../schemas/audit-entry.schema';

/** All that are given must hold. */
export interface AuditFilter {
  workspaceId?: string;
  /** The person who did it. */
  userId?: string;
  action?: string;
  /** From here on. */
  from?: Date;
  /** Before that. */
  to?: Date;
}

@Injectable()
export class AuditEntriesRepository {
  constructor(@InjectModel(AuditEntryRow.name) private readonly entries: Model<AuditEntryRow>) {}

  async insert({ id, ...rest }: AuditEntry): Promise<void> {
    await this.entries.insertOne({ _id: id, ...rest, unsealed: true });
  }

  /** Newest first. */
  async list(filter: AuditFilter, limit: number, after?: CursorPosition): Promise<AuditEntry[]> {
    const rows = await this.entries
      .find({ $and: [queryOf(filter), olderThan('at', after)] })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toEntry);
  }

  /** Newest first, all of them, a batch in memory at a time. */
  async *stream(filter: AuditFilter): AsyncGenerator<AuditEntry> {
    const cursor = this.entries.find(queryOf(filter)).sort({ at: -1, _id: -1 }).lean().cursor({ batchSize: 500 });
    for await (const row of cursor) yield toEntry(row);
  }
}

function queryOf({ from, to, userId, ...equal }: AuditFilter): Record<string, unknown> {
  const range = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) };
  const person = userId === undefined ? {} : { 'actor.userId': userId };
  return { ...equal, ...person, ...(from === undefined && to === undefined ? {} : { at: range }) };
}

function toEntry({ _id, unsealed: _unsealed, chain: _chain, ...rest }: AuditEntryRow): AuditEntry {
  return { id: _id, ...rest };
}
