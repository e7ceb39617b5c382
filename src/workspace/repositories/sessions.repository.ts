import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { UserId } from '../../shared/kernel';
import type { PresentedToken, Session } from '../domain/session';
import { RefreshTokenRow } from '../schemas/refresh-token.schema';

export interface Rotation {
  tokenHash: string;
  now: Date;
  expiresAt: Date;
  ip?: string;
}

@Injectable()
export class SessionsRepository {
  constructor(@InjectModel(RefreshTokenRow.name) private readonly tokens: Model<RefreshTokenRow>) {}

  async insert({ id, ...session }: Session): Promise<void> {
    await this.tokens.insertOne({ _id: id, ...session });
  }

  async find(id: string): Promise<Session | null> {
    const row = await this.tokens.findById(id).lean();
    return row === null ? null : toSession(row);
  }

  /** Replaces the presented token, if it is the current one; one of many who try at once succeeds. */
  async rotate(presented: PresentedToken, { now, ...next }: Rotation): Promise<Session | null> {
    const { sessionId, familyHash, tokenHash } = presented;
    const row = await this.tokens
      .findOneAndUpdate(
        { _id: sessionId, familyHash, tokenHash, expiresAt: { $gt: now } },
        { $set: { ...next, previousHash: tokenHash, rotatedAt: now } },
        { returnDocument: 'after' },
      )
      .lean();
    return row === null ? null : toSession(row);
  }

  async markSecondFactor(id: string, userId: UserId): Promise<void> {
    await this.tokens.updateOne({ _id: id, userId }, { $set: { secondFactor: true } });
  }

  /** Newest first. */
  async listByUser(userId: UserId, now: Date): Promise<Session[]> {
    const rows = await this.tokens
      .find({ userId, expiresAt: { $gt: now } })
      .sort({ createdAt: -1 })
      .lean();
    return rows.map(toSession);
  }

  async delete(id: string, userId: UserId): Promise<boolean> {
    const { deletedCount } = await this.tokens.deleteOne({ _id: id, userId });
    return deletedCount === 1;
  }

  async deleteMany(ids: readonly string[], userId: UserId): Promise<void> {
    await this.tokens.deleteMany({ _id: { $in: ids }, userId });
  }
}

function toSession({ _id, ...rest }: RefreshTokenRow): Session {
  return { ...rest, id: _id, userId: rest.userId as UserId };
}
