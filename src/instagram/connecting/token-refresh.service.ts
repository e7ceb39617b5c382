import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { type GraphFailure, MetaConnect } from '../../shared/providers/meta-graph';
import { SecretBox } from '../../shared/security';
import { AccountHealth } from '../account-health.service';
import { hasLiveToken } from '../domain/account-state';
import { ageOf, retryDueAt } from '../domain/token-plan';
import type { AccountRef } from '../repositories/instagram-accounts.repository';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { failureOf, graphAccountOf, placeOfToken, tokenFields } from './account-tokens';

/** Renews long-lived tokens long before they end: one that has ended cannot be renewed. */
@Injectable()
export class TokenRefresh {
  constructor(
    private readonly upkeep: AccountUpkeepRepository,
    private readonly meta: MetaConnect,
    private readonly health: AccountHealth,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Rejects only for what the database does. */
  async refresh(row: InstagramAccountRow): Promise<void> {
    const { tokenExpiresAt, status } = row;
    // No date is no token, either.
    if (!tokenExpiresAt || !hasLiveToken(status)) return this.upkeep.stopRefreshing(row);
    if (ageOf(tokenExpiresAt, this.clock.now()) === 'token-lapsed') return this.lapse(row);
    try {
      const account = graphAccountOf(this.secrets, row);
      if (account === null) return await this.upkeep.stopRefreshing(row);
      const renewed = await this.meta.renew(account.token);
      const at = this.clock.now();
      const fields = tokenFields(this.secrets, placeOfToken(row.workspaceId, row._id), renewed, at);
      // Somebody may have connected the account meanwhile; the newer token stays.
      if (await this.upkeep.saveRenewed(row, fields, at)) await this.announce(row);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      await this.noteFailure(row, tokenExpiresAt, failure);
    }
  }

  private async lapse(row: InstagramAccountRow): Promise<void> {
    await this.upkeep.stopRefreshing(row);
    await this.health.turn(refOf(row), { turn: 'token-lapsed' });
  }

  private async announce(row: InstagramAccountRow): Promise<void> {
    const { _id: accountId, workspaceId } = row;
    this.telemetry.logger.event('info', 'token renewed', { accountId, workspaceId });
    await this.health.turn({ workspaceId, accountId }, { turn: 'token-renewed' });
  }

  private async noteFailure(row: InstagramAccountRow, expiresAt: Date, failure: GraphFailure): Promise<void> {
    const { _id: accountId, workspaceId, refreshFailures = 0 } = row;
    const at = this.clock.now();
    const { code, message } = failure;
    this.telemetry.logger.event('warn', 'token not renewed', { accountId, workspaceId, reason: code });
    if (failure.class === 'account') {
      await this.upkeep.stopRefreshing(row);
      return this.health.noteFailure(refOf(row), failure);
    }
    const failures = refreshFailures + 1;
    await this.upkeep.noteRefreshFailure(row, failures, { code, message, at }, retryDueAt(failures, at, expiresAt));
    if (ageOf(expiresAt, at) === 'token-ageing') await this.health.turn(refOf(row), { turn: 'token-ageing' });
  }
}

const refOf = ({ _id: accountId, workspaceId, tokenVersion }: InstagramAccountRow): AccountRef => ({
  workspaceId,
  accountId,
  ...(tokenVersion === undefined ? {} : { tokenVersion }),
});
