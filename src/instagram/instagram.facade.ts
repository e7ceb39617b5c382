import { Injectable } from '@nestjs/common';
import type { AccountId, Secret, WorkspaceId } from '../shared/kernel';
import type { GraphPersonProfile } from '../shared/providers/meta-graph';
import { AccountDirectory } from './account-directory.service';
import { AccountsService, type NewAccount } from './accounts.service';
import { type LaneToAsk, Profiles } from './profiles/profiles.service';

/** What higher domains may ask of Instagram. */
@Injectable()
export class InstagramFacade {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountsService,
    private readonly profiles: Profiles,
  ) {}

  /** Asks now; conversation and CRM know it then. Null when the person has not consented or the account is gone. @throws GraphError when Graph cannot answer now. */
  lookupProfile(lane: LaneToAsk): Promise<GraphPersonProfile | null> {
    return this.profiles.lookup(lane);
  }

  /** From memory, mostly. */
  async hasAccount(workspaceId: WorkspaceId, accountId: AccountId): Promise<boolean> {
    return (await this.directory.get(workspaceId, accountId)) !== null;
  }

  async connectAccount(workspaceId: WorkspaceId, account: NewAccount): Promise<AccountId> {
    return this.accounts.connect(workspaceId, account);
  }

  async renewToken(workspaceId: WorkspaceId, accountId: AccountId, token: Secret): Promise<void> {
    await this.accounts.renewToken(workspaceId, accountId, token);
  }

  /** Made up for demonstrations: no report counts what happens there. */
  unreportedAccounts(workspaceId: WorkspaceId): Promise<AccountId[]> {
    return this.accounts.listMocks(workspaceId);
  }

  async findAccount(igUserId: string): Promise<{ accountId: AccountId; workspaceId: WorkspaceId } | null> {
    return this.directory.ofPlatformId(igUserId);
  }
}
