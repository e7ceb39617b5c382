import { Injectable } from '@nestjs/common';
import { Clock, newId, systemCaller } from '../shared/kernel';
import { AuditTrail, Telemetry } from '../shared/observability';
import type { GraphFailure } from '../shared/providers/meta-graph';
import { ChangeFeed } from '../shared/redis';
import { ACCOUNTS_TOPIC } from './account-directory.service';
import { type AccountTurn, changedBy, nextStatus } from './domain/account-state';
import { troubleOf } from './domain/account-trouble';
import { GapReadings } from './history/gap-readings.service';
import { type AccountRef, InstagramAccountsRepository } from './repositories/instagram-accounts.repository';

export interface StateNews {
  turn: AccountTurn;
  /** For people. */
  reason?: string;
  /** Of Graph, when it was Graph that said so. */
  code?: string;
}

/** Moves accounts from state to state, so that sending stops or begins everywhere within a second. */
@Injectable()
export class AccountHealth {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly audit: AuditTrail,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
    private readonly gaps: GapReadings,
  ) {}

  /** What Graph said when a message was sent. */
  async noteSendFailure(account: AccountRef, failure: GraphFailure): Promise<void> {
    const { class: kind, code, message } = failure;
    if (kind === 'limited') return;
    const { workspaceId, accountId } = account;
    await this.accounts.noteSendFailure(workspaceId, accountId, { code, message, at: this.clock.now() });
    await this.noteFailure(account, failure);
  }

  /** What Graph said to any call: only what is about the account itself changes its state. */
  async noteFailure(account: AccountRef, failure: GraphFailure): Promise<void> {
    if (failure.class !== 'account') return;
    await this.turn(account, { ...troubleOf(failure.code), code: failure.code });
  }

  /** Webhooks may be missing: what was written meanwhile is read. Before anybody notes that all is well again. */
  async noteGap(account: AccountRef, lost: { lostAt: Date; healedAt: Date }): Promise<void> {
    await this.gaps.open(account, lost);
  }

  /** False when it changes nothing. */
  async turn(account: AccountRef, { turn, reason, code }: StateNews): Promise<boolean> {
    const from = changedBy(turn);
    const [first] = from;
    const to = first === undefined ? null : nextStatus(first, turn);
    if (to === null) return false;
    const at = this.clock.now();
    const before = await this.accounts.turn(account, { from, to, at, ...(reason === undefined ? {} : { reason }) });
    if (before === null) return false;
    const { accountId, workspaceId } = account;
    const level = to === 'connected' ? 'info' : 'error';
    this.telemetry.logger.event(level, `account is ${to}`, { accountId, workspaceId, reason: code ?? turn });
    await this.audit.note(systemCaller('instagram.account-health', `account-${newId(at)}`), {
      action: 'account.state-changed',
      workspaceId,
      target: accountId,
      details: { from: before, to, turn, ...(code === undefined ? {} : { code }) },
    });
    await this.feed.publish(ACCOUNTS_TOPIC, accountId);
    return true;
  }
}
