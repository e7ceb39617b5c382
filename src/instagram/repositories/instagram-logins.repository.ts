import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { INSTAGRAM_LOGINS, type InstagramLoginRow } from '../schemas/instagram-login.schema';

export type LoginKey = Pick<InstagramLoginRow, '_id' | 'workspaceId' | 'actorId' | 'step'>;

@Injectable()
export class InstagramLoginsRepository {
  constructor(@InjectModel(INSTAGRAM_LOGINS) private readonly logins: Model<InstagramLoginRow>) {}

  async insert(row: InstagramLoginRow): Promise<void> {
    await this.logins.insertOne(row);
  }

  async find(key: LoginKey, now: Date): Promise<InstagramLoginRow | null> {
    return this.logins.findOne({ ...key, expiresAt: { $gt: now } }).lean();
  }

  /** For one caller only; null when it was used, has expired or is somebody else's. */
  async use(key: LoginKey, now: Date): Promise<InstagramLoginRow | null> {
    return this.logins.findOneAndDelete({ ...key, expiresAt: { $gt: now } }).lean();
  }
}
