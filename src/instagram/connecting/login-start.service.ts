import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type AccountId, actorIdOf, type RequestContext } from '../../shared/kernel';
import { accountNotFound } from '../instagram.errors';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import { InstagramLoginsRepository } from '../repositories/instagram-logins.repository';
import { LoginWays } from './login-ways';

export interface BegunLogin {
  /** Where the browser of the account's owner goes. */
  authorizeUrl: string;
  expiresAt: Date;
}

/** The first step of connecting an account: the way to Instagram's login page. */
@Injectable()
export class LoginStart {
  constructor(
    private readonly ways: LoginWays,
    private readonly logins: InstagramLoginsRepository,
    private readonly accounts: InstagramAccountsRepository,
    private readonly changes: AuditedChanges,
  ) {}

  /** `accountId`: the account that is to be connected again. @throws DomainError ACCOUNT.NOT_FOUND, CONNECT.NOT_CONFIGURED. */
  async begin(context: RequestContext, accountId?: AccountId): Promise<BegunLogin> {
    const { workspaceId } = context;
    const known = accountId === undefined ? {} : { accountId };
    const way = this.ways.prepare({ workspaceId, actorId: actorIdOf(context) ?? '', ...known });
    if (accountId !== undefined && (await this.accounts.find(workspaceId, accountId)) === null) throw accountNotFound();
    await this.changes.run(context, async (record) => {
      await this.logins.insert(way.row);
      await record({ action: 'account.login-begun', workspaceId, target: accountId ?? workspaceId });
    });
    const { authorizeUrl, expiresAt } = way;
    return { authorizeUrl, expiresAt };
  }
}
