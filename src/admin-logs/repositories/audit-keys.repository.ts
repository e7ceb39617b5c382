import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import { AuditKeyRow } from '../schemas/audit-key.schema';

/** Deliberately outside of any transaction: two changes at once would else collide over the key that both need. */
@Injectable()
export class AuditKeysRepository {
  private readonly keys: mongo.Collection<AuditKeyRow>;

  constructor(@InjectModel(AuditKeyRow.name) model: Model<AuditKeyRow>) {
    this.keys = model.collection as unknown as mongo.Collection<AuditKeyRow>;
  }

  async find(subject: string): Promise<AuditKeyRow | null> {
    return this.keys.findOne({ _id: subject });
  }

  /** The one that is there already, if another was faster. */
  async insertOrFind(key: AuditKeyRow): Promise<AuditKeyRow> {
    try {
      await this.keys.insertOne(key);
      return key;
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.find(key._id) : null;
      if (other === null) throw error;
      return other;
    }
  }
}
