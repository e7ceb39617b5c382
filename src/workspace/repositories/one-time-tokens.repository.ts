import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { UserId } from '../../shared/kernel';
import type { OneTimeToken, TokenPurpose } from '../domain/one-time-token';
import { OneTimeTokenRow } from '../schemas/one-time-token.schema';

@Injectable()
export class OneTimeTokensRepository {
  constructor(@InjectModel(OneTimeTokenRow.name) private readonly tokens: Model<OneTimeTokenRow>) {}

  async insert({ hash, ...token }: OneTimeToken): Promise<void> {
    await this.tokens.insertOne({ _id: hash, ...token });
  }

  /** The token, for one caller only; null when it was used, has expired or never was. */
  async use(hash: string, purpose: TokenPurpose, now: Date): Promise<OneTimeToken | null> {
    const row = await this.tokens.findOneAndDelete({ _id: hash, purpose, expiresAt: { $gt: now } }).lean();
    if (row === null) return null;
    const { _id, userId, ...rest } = row;
    return { ...rest, hash: _id, userId: userId as UserId };
  }

  async deleteOf(userId: UserId, purpose?: TokenPurpose): Promise<void> {
    await this.tokens.deleteMany({ userId, ...(purpose === undefined ? {} : { purpose }) });
  }
}
