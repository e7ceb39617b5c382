import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ErasedLanes } from '../conversations';
import { type AccountId, Clock, Secret, type WorkspaceId } from '../shared/kernel';
import { Telemetry } from '../shared/observability';
import { ChangeFeed } from '../shared/redis';
import { SecretBox } from '../shared/security';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';
import { type AccountStatus, isHeld } from './domain/account-state';
import type { InstagramAccountRow } from './schemas/instagram-account.schema';

export interface KnownAccount {
  accountId: AccountId;
  workspaceId: WorkspaceId;
  igUserId: string;
  igScopedId: string;
  username: string;
  status: AccountStatus;
  statusReason?: string;
  token: Secret;
  tokenVersion?: number;
  /** Made up: Instagram knows nothing of it. */
  isMock?: true;
  /** People may answer after the window. */
  humanAgent?: true;
}

export const ACCOUNTS_TOPIC = 'instagram-accounts';

/** A send may rely on what is known of its account for this long. */
const POLL_MS = 1_000;
/** Writers' clocks and commits may lag; a change is looked for again for this long. */
const POLL_OVERLAP_MS = 5_000;
/** How exactly it is known when an account was last heard of. */
const HEARD_EVERY_MS = 30_000;

/** Accounts in memory, their tokens decrypted once. Hints come by the change feed, the truth by a poll each second. */
@Injectable()
export class AccountDirectory implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly byId = new Map<AccountId, KnownAccount>();
  private readonly byPlatformId = new Map<string, KnownAccount>();
  private readonly revisions = new Map<AccountId, number>();
  private readonly heard = new Map<AccountId, { workspaceId: WorkspaceId; accountId: AccountId; at: Date }>();
  private heardNotedAt = -Infinity;
  private polledUntil = new Date(0);
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;

  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly secrets: SecretBox,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
    private readonly erased: ErasedLanes,
  ) {}

  onApplicationBootstrap(): void {
    this.feed.subscribe(ACCOUNTS_TOPIC, () => void this.refresh());
    this.timer = setInterval(() => void this.refresh(), POLL_MS);
    void this.refresh();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The account that a webhook names; looked up in the database when it is new here. */
  async ofPlatformId(platformId: string): Promise<KnownAccount | null> {
    const known = this.byPlatformId.get(platformId);
    if (known !== undefined) return known;
    const row = await this.accounts.findByPlatformId(platformId);
    return row === null ? null : this.keep(row);
  }

  async get(workspaceId: WorkspaceId, accountId: AccountId): Promise<KnownAccount | null> {
    const known = this.byId.get(accountId);
    if (known !== undefined) return known.workspaceId === workspaceId ? known : null;
    const row = await this.accounts.find(workspaceId, accountId);
    return row === null ? null : this.keep(row);
  }

  /** A webhook came for it. Put on record with the others, later. */
  noteWebhook({ workspaceId, accountId }: Pick<KnownAccount, 'workspaceId' | 'accountId'>): void {
    this.heard.set(accountId, { workspaceId, accountId, at: this.clock.now() });
  }

  /** One poll at a time; a failed one is repeated by the next tick. */
  async refresh(): Promise<void> {
    this.polling ??= this.poll().finally(() => {
      this.polling = undefined;
    });
    await this.polling;
  }

  private async poll(): Promise<void> {
    const startedAt = this.clock.now();
    try {
      const changed = await this.accounts.changedSince(this.polledUntil);
      for (const row of changed) if (this.revisions.get(row._id) !== row.updatedAt.getTime()) this.keep(row);
      await this.forgetErased();
      await this.recordHeard();
      this.polledUntil = new Date(startedAt.getTime() - POLL_OVERLAP_MS);
    } catch (err) {
      this.telemetry.logger.event('warn', 'accounts not refreshed', { err });
    }
  }

  private async recordHeard(): Promise<void> {
    const now = this.clock.monotonic();
    if (this.heard.size === 0 || now - this.heardNotedAt < HEARD_EVERY_MS) return;
    this.heardNotedAt = now;
    const heard = [...this.heard.values()];
    this.heard.clear();
    await this.accounts.noteWebhooks(heard);
  }

  /** Their rows are gone, so no change of theirs is seen. */
  private async forgetErased(): Promise<void> {
    await this.erased.confirm();
    for (const { accountId, workspaceId } of this.byId.values())
      if (this.erased.isClosed(workspaceId)) this.forget(accountId);
  }

  /** Also by ids that it had before. */
  private forget(accountId: AccountId): void {
    const known = this.byId.get(accountId);
    if (known === undefined) return;
    this.byId.delete(accountId);
    this.revisions.delete(accountId);
    for (const id of [known.igUserId, known.igScopedId])
      if (this.byPlatformId.get(id)?.accountId === accountId) this.byPlatformId.delete(id);
  }

  private keep(row: InstagramAccountRow): KnownAccount {
    const { _id: accountId, workspaceId, igUserId, igScopedId, username, status, statusReason, tokenVersion } = row;
    const account = {
      accountId,
      workspaceId,
      igUserId,
      igScopedId,
      username,
      status,
      ...(statusReason === undefined ? {} : { statusReason }),
      ...(tokenVersion === undefined ? {} : { tokenVersion }),
      ...(row.kind === 'mock' ? { isMock: true as const } : {}),
      ...(row.humanAgent === true ? { humanAgent: true as const } : {}),
      ...this.tokenOf(row),
    };
    this.forget(accountId);
    this.byId.set(accountId, account);
    for (const id of [igUserId, igScopedId]) if (this.isFor(id, account)) this.byPlatformId.set(id, account);
    this.revisions.set(accountId, row.updatedAt.getTime());
    return account;
  }

  /** Where a workspace has disconnected it, another one may hold it by now. */
  private isFor(platformId: string, { accountId, status }: KnownAccount): boolean {
    const other = this.byPlatformId.get(platformId);
    return isHeld(status) || other === undefined || other.accountId === accountId || !isHeld(other.status);
  }

  /** An account whose token cannot be read is still known, so that what it receives is kept; it only cannot send. */
  private tokenOf({
    _id,
    workspaceId,
    token,
  }: InstagramAccountRow): Pick<KnownAccount, 'token'> & Partial<Pick<KnownAccount, 'status' | 'statusReason'>> {
    if (token === undefined) return { token: new Secret('') };
    try {
      return { token: this.secrets.open(token, { workspaceId, record: _id, field: 'token' }) };
    } catch (err) {
      this.telemetry.logger.event('error', 'token not readable', { accountId: _id, workspaceId, err });
      return { token: new Secret(''), status: 'revoked', statusReason: 'its stored token cannot be read' };
    }
  }
}
