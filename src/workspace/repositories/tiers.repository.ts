import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition } from '../../shared/kernel';
import { nameKeyOf, type Tier } from '../domain/plans/tier';
import { type TierRow, TIERS } from '../schemas/tier.schema';

@Injectable()
export class TiersRepository {
  constructor(@InjectModel(TIERS) private readonly tiers: Model<TierRow>) {}

  async find(id: string): Promise<Tier | null> {
    const row = await this.tiers.findById(id).lean();
    return row === null ? null : toTier(row);
  }

  async list(limit: number, after?: CursorPosition): Promise<Tier[]> {
    const rows = await this.tiers
      .find(olderThan('createdAt', after))
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toTier);
  }

  /** @throws a duplicate key error when the name is taken. */
  async insert(tier: Tier): Promise<void> {
    await this.tiers.insertOne(toRow(tier));
  }

  /** @throws a duplicate key error when the name is taken. */
  async replace(tier: Tier): Promise<void> {
    const { _id, ...fields } = toRow(tier);
    await this.tiers.replaceOne({ _id }, fields);
  }

  async delete(id: string): Promise<void> {
    await this.tiers.deleteOne({ _id: id });
  }

  /** Before another one becomes the default. */
  async unsetDefault(now: Date): Promise<void> {
    await this.tiers.updateMany(
      { isDefault: true },
      { $set: { isDefault: false, updatedAt: now }, $inc: { revision: 1 } },
    );
  }

  /** Makes a transaction that gives the tier away collide with one that changes or deletes it. False when it is gone. */
  async touch(id: string): Promise<boolean> {
    const { matchedCount } = await this.tiers.updateOne({ _id: id }, { $inc: { revision: 1 } });
    return matchedCount === 1;
  }
}

function toTier({ _id, nameKey: _nameKey, ...rest }: TierRow): Tier {
  return { id: _id, ...rest };
}

function toRow({ id, ...rest }: Tier): TierRow {
  return { _id: id, nameKey: nameKeyOf(rest.name), ...rest };
}
