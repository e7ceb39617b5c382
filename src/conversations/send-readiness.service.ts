import { Injectable } from '@nestjs/common';
import { AccessDirectory } from '../shared/auth';
import { type AccountId, Clock, Contributions, type WorkspaceId } from '../shared/kernel';
import { type AccountState, Channel } from './channel.port';

/** A spare token older than this is forgotten, so that saved-up ones make no burst beyond the account's limit. */
const TOKEN_FRESH_MS = 250;

export interface SendReadiness {
  account: AccountState;
  token: { granted: true } | { granted: false; waitMs: number };
}

/**
 * Whether an account may send right now. Asked beside the lease, before it is known whether the turn will send at all;
 * a token that was not used serves the next send of this process, for a moment.
 */
@Injectable()
export class SendReadinessService {
  /** When each spare token was taken, oldest first. */
  private readonly spare = new Map<AccountId, number[]>();

  constructor(
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    contributions.declare(Channel, 'one');
  }

  get channel(): Channel {
    return this.contributions.one(Channel);
  }

  async ask(workspaceId: WorkspaceId, accountId: AccountId): Promise<SendReadiness> {
    const [workspace, account, token] = await Promise.all([
      this.workspaceState(workspaceId),
      this.channel.accountState(workspaceId, accountId),
      this.takeToken(accountId),
    ]);
    return { account: workspace.sendable ? account : workspace, token };
  }

  giveBack(accountId: AccountId): void {
    this.spare.set(accountId, [...this.freshSpare(accountId), this.clock.monotonic()]);
  }

  /** Known to the second: nothing is claimed for a workspace that is suspended or gone; it waits. */
  private async workspaceState(workspaceId: WorkspaceId): Promise<AccountState> {
    const workspace = await this.contributions.one(AccessDirectory).findWorkspace(workspaceId);
    if (workspace === null) return { sendable: false, reason: 'workspace gone' };
    return workspace.suspended ? { sendable: false, reason: 'workspace suspended' } : { sendable: true };
  }

  private async takeToken(accountId: AccountId): Promise<SendReadiness['token']> {
    const [oldest, ...others] = this.freshSpare(accountId);
    if (oldest === undefined) return this.channel.takeSendToken(accountId);
    this.spare.set(accountId, others);
    return { granted: true };
  }

  private freshSpare(accountId: AccountId): number[] {
    const earliest = this.clock.monotonic() - TOKEN_FRESH_MS;
    return (this.spare.get(accountId) ?? []).filter((takenAt) => takenAt > earliest);
  }
}
