import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { ContactId, WorkspaceId } from '../../shared/kernel';
import { ContactRow } from '../schemas/contact.schema';
import { type ContactToChange, toChange } from './contacts.repository';

/** Which contacts others have an older copy of. */
@Injectable()
export class ContactMirrorsRepository {
  constructor(@InjectModel(ContactRow.name) private readonly contacts: Model<ContactRow>) {}

  /** Of all workspaces, for the job alone: those that changed before `before`, oldest first. */
  async due(before: Date, limit: number): Promise<ContactToChange[]> {
    const rows = await this.contacts
      .find({ mirrorDue: { $lt: before } })
      .sort({ mirrorDue: 1 })
      .limit(limit)
      .lean();
    return rows.map(toChange);
  }

  /** Not when it has changed since. */
  async done(workspaceId: WorkspaceId, id: ContactId, revision: number): Promise<void> {
    await this.contacts.updateOne({ _id: id, workspaceId, revision }, { $unset: { mirrorDue: 1 } });
  }
}
