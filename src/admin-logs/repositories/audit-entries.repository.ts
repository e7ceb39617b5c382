import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition } from '../../shared/kernel';
import type { AuditEntry } from '../domain/audit-entry';
import { AuditEntryRow } from '../schemas/audit-entry.schema';

@Injectable()
export class AuditEntriesRepository {
  constructor(@InjectModel(AuditEntryRow.name) private readonly entries: Model<AuditEntryRow>) {}

  async insert({ id, ...rest }: AuditEntry): Promise<void> {
    await this.entries.insertOne({ _id: id, ...rest });
  }

  /** Of all workspaces, newest first. */
  async list(limit: number, after?: CursorPosition): Promise<AuditEntry[]> {
    const rows = await this.entries.find(olderThan('at', after)).sort({ at: -1, _id: -1 }).limit(limit).lean();
    return rows.map(({ _id, ...rest }) => ({ id: _id, ...rest }));
  }
}
