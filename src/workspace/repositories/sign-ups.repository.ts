import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, Transactions } from '../../shared/database';
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
    private readonly transactions: Transactions,
    @InjectModel(UserRow.name) private readonly users: Model<UserRow>,
    @InjectModel(WorkspaceRow.name) private readonly workspaces: Model<WorkspaceRow>,
    @InjectModel(MembershipRow.name) private readonly memberships: Model<MembershipRow>,
  ) {}

  /** All three or none; `email-taken` when another user has the address. */
  async insert({ user, workspace, membership }: SignUp): Promise<'inserted' | 'email-taken'> {
    try {
      await this.transactions.run(async () => {
        await this.users.insertOne(toRow(user));
        await this.workspaces.insertOne(toRow(workspace));
        await this.memberships.insertOne(toRow(membership));
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
