import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import type { ContactField } from '../domain/contact-field';
import { CONTACT_FIELDS, type ContactFieldRow } from '../schemas/contact-field.schema';

@Injectable()
export class ContactFieldsRepository {
  constructor(@InjectModel(CONTACT_FIELDS) private readonly fields: Model<ContactFieldRow>) {}

  /** By key; there are few. */
  async list(workspaceId: WorkspaceId): Promise<ContactField[]> {
    const rows = await this.fields.find({ workspaceId }).sort({ key: 1 }).lean();
    return rows.map(toField);
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<ContactField | null> {
    const row = await this.fields.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toField(row);
  }

  /** False when the key is declared already. */
  async insertIfNew({ id, options, required = false, archived = false, ...rest }: ContactField): Promise<boolean> {
    try {
      await this.fields.insertOne({
        _id: id,
        ...rest,
        required,
        archived,
        ...(options === undefined ? {} : { options: [...options] }),
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Null when there is no such field. */
  async change(
    workspaceId: WorkspaceId,
    id: string,
    changes: Partial<Pick<ContactField, 'label' | 'options' | 'required' | 'archived'>> & { updatedAt: Date },
  ): Promise<ContactField | null> {
    const row = await this.fields
      .findOneAndUpdate({ _id: id, workspaceId }, { $set: changes }, { returnDocument: 'after' })
      .lean();
    return row === null ? null : toField(row);
  }
}

const toField = ({ _id, ...rest }: ContactFieldRow): ContactField => ({ ...rest, id: _id });
