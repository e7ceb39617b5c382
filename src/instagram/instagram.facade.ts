import { Injectable } from '@nestjs/common';
import type { AccountId, Secret, WorkspaceId } from '../shared/kernel';
import { type GraphProfile, MetaGraph } from '../shared/providers/meta-graph';
import { AccountDirectory } from './account-directory.service';
import { AccountsService, type NewAccount } from './accounts.service';

/** What higher domains may ask of Instagram. */
@Injectable()
export class InstagramFacade {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountsService,
    private readonly graph: MetaGraph,
  ) {}

  /** Null when the person has not consented or the account is gone. @throws GraphError when Graph cannot answer now. */
  async lookupProfile(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    participantId: string,
  ): Promise<GraphProfile | null> {
    const account = await this.directory.get(workspaceId, accountId);
    return account === null ? null : this.graph.readProfile(account, participantId);
  }

  async connectAccount(workspaceId: WorkspaceId, account: NewAccount): Promise<AccountId> {
    return this.accounts.connect(workspaceId, account);
  }

  async renewToken(workspaceId: WorkspaceId, accountId: AccountId, token: Secret): Promise<void> {
    await this.accounts.renewToken(workspaceId, accountId, token);
  }

  async findAccount(igUserId: string): Promise<{ accountId: AccountId; workspaceId: WorkspaceId } | null> {
    return this.directory.ofPlatformId(igUserId);
  }
}
