import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { type GraphAccount, GraphError, type GraphFailure, MetaConnect } from '../../shared/providers/meta-graph';
import { SecretBox } from '../../shared/security';
import { AccountHealth } from '../account-health.service';
import { ALL_FIELDS, CORE_FIELDS } from '../domain/meta-limits';
import { missingFields, SUBSCRIPTION_CHECK_MS, SUBSCRIPTION_RETRY_MS } from '../domain/subscription';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow, SubscriptionRecord } from '../schemas/instagram-account.schema';
import { failureOf, graphAccountOf } from './account-tokens';

/** Sees to it that accounts deliver webhooks: Meta drops a subscription without a word. */
@Injectable()
export class SubscriptionCare {
  constructor(
    private readonly upkeep: AccountUpkeepRepository,
    private readonly meta: MetaConnect,
    private readonly health: AccountHealth,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Looks, subscribes again where it must, and puts on record how it went. Never rejects for what Graph or the network does. */
  async see(row: InstagramAccountRow): Promise<SubscriptionRecord> {
    const at = this.clock.now();
    try {
      const account = graphAccountOf(this.secrets, row);
      const record = account === null ? this.unseen(row, at) : await this.look(row, account, at);
      await this.upkeep.noteSubscription(row, record, account === null ? null : later(at, SUBSCRIPTION_CHECK_MS));
      return record;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      return this.noteFailure(row, failure, at);
    }
  }

  /** Best effort: what an account delivers after it was disconnected is ignored. */
  async end(row: InstagramAccountRow): Promise<void> {
    try {
      const account = graphAccountOf(this.secrets, row);
      if (account !== null) await this.meta.unsubscribe(account);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      const { _id: accountId, workspaceId } = row;
      this.telemetry.logger.event('warn', 'account not unsubscribed', { accountId, workspaceId, reason: failure.code });
    }
  }

  private unseen({ subscription }: InstagramAccountRow, at: Date): SubscriptionRecord {
    return { ...subscription, fields: [], checkedAt: at };
  }

  private async look(row: InstagramAccountRow, account: GraphAccount, at: Date): Promise<SubscriptionRecord> {
    const found = await this.meta.readSubscription(account);
    const { lostAt, healedAt } = row.subscription ?? {};
    const earlier = { ...(lostAt === undefined ? {} : { lostAt }), ...(healedAt === undefined ? {} : { healedAt }) };
    if (missingFields(found).length === 0) return { ...earlier, fields: found ?? [], checkedAt: at };
    const fields = await this.subscribe(account);
    if (row.subscription === undefined) return { fields, checkedAt: at };
    const { _id: accountId, workspaceId } = row;
    const { checkedAt: lastSeenAt } = row.subscription;
    // Before the record says that all is well: a crash in between is followed by another look.
    await this.health.noteGap({ workspaceId, accountId }, { lostAt: lastSeenAt, healedAt: this.clock.now() });
    return { fields, checkedAt: at, lostAt: lastSeenAt, healedAt: at };
  }

  /** All fields at once; where Meta does not know one of them, those that matter. @throws GraphError */
  private async subscribe(account: GraphAccount): Promise<string[]> {
    try {
      await this.meta.subscribe(account, ALL_FIELDS);
    } catch (error) {
      if (!(error instanceof GraphError) || error.failure.class !== 'final') throw error;
      await this.meta.subscribe(account, CORE_FIELDS);
    }
    const fields = await this.meta.readSubscription(account);
    return fields ?? [];
  }

  private async noteFailure(row: InstagramAccountRow, failure: GraphFailure, at: Date): Promise<SubscriptionRecord> {
    const { _id: accountId, workspaceId, tokenVersion, subscription } = row;
    const { code, message } = failure;
    const before = subscription ?? { fields: [], checkedAt: at };
    const record = { ...before, failure: { code, message, at } };
    await this.upkeep.noteSubscription(row, record, later(at, SUBSCRIPTION_RETRY_MS));
    const version = tokenVersion === undefined ? {} : { tokenVersion };
    await this.health.noteFailure({ workspaceId, accountId, ...version }, failure);
    return record;
  }
}

const later = (at: Date, ms: number) => new Date(at.getTime() + ms);
