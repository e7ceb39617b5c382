import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { UserId } from '../../shared/kernel';
import type { User } from '../domain/user';
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

  async findMany(ids: readonly UserId[]): Promise<User[]> {
    const rows = await this.users.find({ _id: { $in: ids } }).lean();
    return rows.map(toUser);
  }
}

function toUser({ _id, ...rest }: UserRow): User {
  return { id: _id as UserId, ...rest };
}
