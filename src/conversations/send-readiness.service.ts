import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, Contributions, type WorkspaceId } from '../shared/kernel';
import { type AccountState, Channel } from './channel.port';

const TOKEN_FRESH_MS = 1_000;

export interface SendReadiness {
  account: AccountState;
  token: { granted: true } | { granted: false; waitMs: number };
}

/**
 * Whether an account may send right now. Asked beside the lease, before it is known whether the turn will send at all;
 * a token that was not used serves the next send of this process, for a second.
 */
@Injectable()
export class SendReadinessService {
  private readonly spare = new Map<AccountId, { count: number; at: number }>();

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
    const [account, token] = await Promise.all([
      this.channel.accountState(workspaceId, accountId),
      this.takeToken(accountId),
    ]);
    return { account, token };
  }

  giveBack(accountId: AccountId): void {
    const count = this.freshSpare(accountId);
    this.spare.set(accountId, { count: count + 1, at: this.clock.monotonic() });
  }

  private async takeToken(accountId: AccountId): Promise<SendReadiness['token']> {
    const count = this.freshSpare(accountId);
    if (count === 0) return this.channel.takeSendToken(accountId);
    this.spare.set(accountId, { count: count - 1, at: this.spare.get(accountId)?.at ?? 0 });
    return { granted: true };
  }

  private freshSpare(accountId: AccountId): number {
    const spare = this.spare.get(accountId);
    return spare !== undefined && this.clock.monotonic() - spare.at < TOKEN_FRESH_MS ? spare.count : 0;
  }
}
