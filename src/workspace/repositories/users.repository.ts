import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { UserId } from '../../shared/kernel';
import type { MailTopic } from '../domain/mail-topics';
import type { SecondFactor, User } from '../domain/user';
import { UserRow } from '../schemas/user.schema';

@Injectable()
export class UsersRepository {
  constructor(@InjectModel(UserRow.name) private readonly users: Model<UserRow>) {}

  async findById(id: UserId): Promise<User | null> {
    const row = await this.users.findById(id).lean();
    return row === null ? null : toUser(row);
  }

  /** `email` normalised. */
  async findByEmail(email: string): Promise<User | null> {
    const row = await this.users.findOne({ email }).lean();
    return row === null ? null : toUser(row);
  }

  async findByInstagram(instagramId: string): Promise<User | null> {
    const row = await this.users.findOne({ instagramId }).lean();
    return row === null ? null : toUser(row);
  }

  async findMany(ids: readonly UserId[]): Promise<User[]> {
    const rows = await this.users.find({ _id: { $in: ids } }).lean();
    return rows.map(toUser);
  }

  /** @throws a duplicate key error when another user has the address. */
  async insert({ id, ...rest }: User): Promise<void> {
    await this.users.insertOne({ _id: id, ...rest });
  }

  async setPassword(id: UserId, passwordHash: string, passwordChangedAt: Date): Promise<void> {
    await this.users.updateOne({ _id: id }, { $set: { passwordHash, passwordChangedAt } });
  }

  /** `email` normalised. */
  async setEmail(id: UserId, email: string, emailVerifiedAt: Date): Promise<'changed' | 'email-taken'> {
    try {
      await this.users.updateOne({ _id: id }, { $set: { email, emailVerifiedAt } });
      return 'changed';
    } catch (error) {
      if (isDuplicateKey(error)) return 'email-taken';
      throw error;
    }
  }

  /** `email` normalised; not confirmed yet. */
  async secure(
    id: UserId,
    email: string,
    passwordHash: string,
  ): Promise<'secured' | 'email-taken' | 'not-provisional'> {
    try {
      const { matchedCount } = await this.users.updateOne(
        { _id: id, provisional: true },
        { $set: { email, passwordHash }, $unset: { provisional: 1 } },
      );
      return matchedCount === 1 ? 'secured' : 'not-provisional';
    } catch (error) {
      if (isDuplicateKey(error)) return 'email-taken';
      throw error;
    }
  }

  async setPlatformAdmin(id: UserId, platformAdmin: boolean): Promise<void> {
    await this.users.updateOne({ _id: id }, { $set: { platformAdmin } });
  }

  async setSecondFactor(id: UserId, secondFactor: SecondFactor): Promise<void> {
    await this.users.updateOne({ _id: id }, { $set: { secondFactor } });
  }

  async removeSecondFactor(id: UserId): Promise<void> {
    await this.users.updateOne({ _id: id }, { $unset: { secondFactor: 1 } });
  }

  /** True for one caller only: a time step counts once. */
  async useStep(id: UserId, step: number): Promise<boolean> {
    const { modifiedCount } = await this.users.updateOne(
      { _id: id, 'secondFactor.lastStep': { $lt: step } },
      { $set: { 'secondFactor.lastStep': step } },
    );
    return modifiedCount === 1;
  }

  /** True for one caller only: a recovery code counts once. */
  async useRecoveryCode(id: UserId, codeHash: string): Promise<boolean> {
    const { modifiedCount } = await this.users.updateOne(
      { _id: id, 'secondFactor.recoveryHashes': codeHash },
      { $pull: { 'secondFactor.recoveryHashes': codeHash } },
    );
    return modifiedCount === 1;
  }

  /** False when there is no such user. */
  async setMutedMails(id: UserId, mutedMails: MailTopic[]): Promise<boolean> {
    return (await this.users.updateOne({ _id: id }, { $set: { mutedMails } })).matchedCount === 1;
  }

  async delete(id: UserId): Promise<boolean> {
    const { deletedCount } = await this.users.deleteOne({ _id: id });
    return deletedCount === 1;
  }
}

function toUser({ _id, ...rest }: UserRow): User {
  return { id: _id as UserId, ...rest };
}
