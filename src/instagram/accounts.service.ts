import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../shared/database';
import {
  type AccountId,
  Clock,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type Secret,
  type WorkspaceId,
} from '../shared/kernel';
import { SecretBox } from '../shared/security';
import { AccountLedger } from './account-ledger.service';
import { accountNotFound, accountTaken } from './instagram.errors';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from './schemas/instagram-account.schema';

export interface NewAccount {
  igUserId: string;
  igScopedId: string;
  username: string;
  token: Secret;
  tokenExpiresAt: Date | null;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly secrets: SecretBox,
    private readonly ledger: AccountLedger,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  async list(context: RequestContext, query: { limit: number; cursor?: string }): Promise<Page<InstagramAccountRow>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const rows = await this.accounts.list(context.workspaceId, query.limit + 1, before);
    return pageOf(rows, query.limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  listMocks(workspaceId: WorkspaceId): Promise<AccountId[]> {
    return this.accounts.listMocks(workspaceId);
  }

  /** @throws DomainError ACCOUNT.NOT_FOUND */
  async change(
    context: RequestContext,
    accountId: AccountId,
    features: { humanAgent: boolean },
  ): Promise<InstagramAccountRow> {
    const { workspaceId } = context;
    const changed = await this.changes.run(context, async (record) => {
      const row = await this.accounts.setFeatures(workspaceId, accountId, features, this.clock.now());
      if (row === null) throw accountNotFound();
      await record({ action: 'account.changed', workspaceId, target: accountId, details: features });
      return row;
    });
    await this.ledger.announce(accountId);
    return changed;
  }

  /** @throws DomainError ACCOUNT.TAKEN: an account has one owner; PLAN.LIMIT_REACHED. */
  async connect(workspaceId: WorkspaceId, account: NewAccount): Promise<AccountId> {
    const at = this.clock.now();
    const accountId = newId<AccountId>(at);
    const { token, ...rest } = account;
    const sealed = this.secrets.seal(token, { workspaceId, record: accountId, field: 'token' });
    try {
      await this.ledger.admit(workspaceId, () =>
        this.accounts.insert({
          _id: accountId,
          workspaceId,
          loginKind: 'instagram',
          ...rest,
          status: 'connected',
          token: sealed,
          createdAt: at,
          updatedAt: at,
        }),
      );
    } catch (error) {
      throw isDuplicateKey(error) ? accountTaken() : error;
    }
    await this.ledger.announce(accountId);
    return accountId;
  }

  /** The account is usable again, and what waited to be sent goes on. */
  async renewToken(workspaceId: WorkspaceId, accountId: AccountId, token: Secret): Promise<void> {
    const sealed = this.secrets.seal(token, { workspaceId, record: accountId, field: 'token' });
    await this.accounts.replaceToken(workspaceId, accountId, sealed, this.clock.now());
    await this.ledger.announce(accountId);
  }
}
