import { Injectable } from '@nestjs/common';
import { InjectConnection, InjectModel } from '@nestjs/mongoose';
import type { Connection, Model } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { User } from '../domain/user';
import type { Membership, Workspace } from '../domain/workspace';
import { MembershipRow } from '../schemas/membership.schema';
import { UserRow } from '../schemas/user.schema';
import { WorkspaceRow } from '../schemas/workspace.schema';

export interface SignUp {
  user: User;
  workspace: Workspace;
  membership: Membership;
}

/** The one write that spans three collections: a user never stands without a workspace, nor a workspace without an owner. */
@Injectable()
export class SignUpsRepository {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    @InjectModel(UserRow.name) private readonly users: Model<UserRow>,
    @InjectModel(WorkspaceRow.name) private readonly workspaces: Model<WorkspaceRow>,
    @InjectModel(MembershipRow.name) private readonly memberships: Model<MembershipRow>,
  ) {}

  /** All three or none; `email-taken` when another user has the address. */
  async insert({ user, workspace, membership }: SignUp): Promise<'inserted' | 'email-taken'> {
    try {
      await this.connection.transaction(async (session) => {
        await this.users.insertOne(toRow(user), { session });
        await this.workspaces.insertOne(toRow(workspace), { session });
        await this.memberships.insertOne(toRow(membership), { session });
      });
      return 'inserted';
    } catch (error) {
      if (isDuplicateKey(error)) return 'email-taken';
      throw error;
    }
  }
}

function toRow<T extends { id: string }>({ id, ...rest }: T): Omit<T, 'id'> & { _id: string } {
  return { _id: id, ...rest };
}
