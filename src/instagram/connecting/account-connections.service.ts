import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import { type AccountId, actorIdOf, Clock, newId, type RequestContext } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { AccountLedger } from '../account-ledger.service';
import { isHeld } from '../domain/account-state';
import { loginHash } from '../domain/login-state';
import { accountTaken, loginNotFound, otherAccount } from '../instagram.errors';
import { type Authorisation, InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import { InstagramLoginsRepository, type LoginKey } from '../repositories/instagram-logins.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { placeOfToken, tokenFields } from './account-tokens';
import { type GrantedAccount, openGranted, placeOfLogin } from './granted-login';

/** The last step: who began the login takes what the owner gave. */
@Injectable()
export class AccountConnections {
  constructor(
    private readonly logins: InstagramLoginsRepository,
    private readonly accounts: InstagramAccountsRepository,
    private readonly ledger: AccountLedger,
    private readonly changes: AuditedChanges,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * A new account, or one that the workspace knows, in place: what waited to be sent goes on. A refusal leaves the login
   * for another try. @throws DomainError CONNECT.LOGIN_NOT_FOUND, CONNECT.OTHER_ACCOUNT, ACCOUNT.TAKEN, PLAN.LIMIT_REACHED.
   */
  async complete(context: RequestContext, login: string): Promise<AccountId> {
    const { workspaceId } = context;
    const actorId = actorIdOf(context) ?? '';
    const key: LoginKey = { _id: loginHash(login), workspaceId, actorId, step: 'granted' };
    const row = await this.logins.find(key, this.clock.now());
    if (row?.sealed === undefined) throw loginNotFound();
    const granted = openGranted(this.secrets, placeOfLogin(workspaceId, row._id), row.sealed);
    const own = await this.accounts.findOwn(workspaceId, granted.account.igUserId);
    if (row.accountId !== undefined && row.accountId !== own?._id) throw otherAccount();
    const accountId = await this.unlessTaken(() => this.take(context, { key, granted, own }));
    await this.ledger.announce(accountId);
    return accountId;
  }

  /** What the owner gave for this very workspace, in other ways. @throws DomainError ACCOUNT.TAKEN, PLAN.LIMIT_REACHED. */
  async connectGranted(context: RequestContext, granted: GrantedAccount): Promise<AccountId> {
    const own = await this.accounts.findOwn(context.workspaceId, granted.account.igUserId);
    const accountId = await this.unlessTaken(() => this.take(context, { granted, own }));
    await this.ledger.announce(accountId);
    return accountId;
  }

  private async take(context: RequestContext, step: LastStep): Promise<AccountId> {
    const { own } = step;
    const accountId = own?._id ?? newId<AccountId>(this.clock.now());
    const connect = () => this.changes.run(context, (record) => this.connect(context, accountId, step, record));
    if (own !== null && isHeld(own.status)) await connect();
    else await this.ledger.admit(context.workspaceId, connect);
    return accountId;
  }

  private async connect(
    { workspaceId }: RequestContext,
    accountId: AccountId,
    { key, granted, own }: LastStep,
    record: Parameters<Parameters<AuditedChanges['run']>[1]>[0],
  ): Promise<void> {
    const at = this.clock.now();
    if (key !== undefined && (await this.logins.use(key, at)) === null) throw loginNotFound();
    const fields = this.authorisation(workspaceId, accountId, granted, at);
    const { igUserId } = granted.account;
    if (own === null)
      await this.accounts.insert({
        _id: accountId,
        workspaceId,
        loginKind: 'instagram',
        igUserId,
        ...fields,
        tokenVersion: 1,
        status: 'connected',
        statusAt: at,
        createdAt: at,
        updatedAt: at,
      });
    else await this.accounts.connectAgain(workspaceId, accountId, fields, at);
    const action = own === null ? 'account.connected' : 'account.reconnected';
    await record({ action, workspaceId, target: accountId, details: { permissions: granted.permissions.join(' ') } });
  }

  private authorisation(
    workspaceId: RequestContext['workspaceId'],
    accountId: AccountId,
    granted: GrantedAccount,
    at: Date,
  ): Authorisation {
    const { igUserId: _igUserId, ...shown } = granted.account;
    return {
      ...shown,
      permissions: granted.permissions,
      ...tokenFields(this.secrets, placeOfToken(workspaceId, accountId), granted, granted.grantedAt),
      subscriptionDueAt: at,
    };
  }

  private async unlessTaken(take: () => Promise<AccountId>): Promise<AccountId> {
    try {
      return await take();
    } catch (error) {
      throw isDuplicateKey(error) ? accountTaken() : error;
    }
  }
}

interface LastStep {
  /** Of the login that is used up by it; absent where that is done. */
  key?: LoginKey;
  granted: GrantedAccount;
  /** The workspace's own row of this account. */
  own: InstagramAccountRow | null;
}
