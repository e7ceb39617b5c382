import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type AccountId, type Caller, Clock, DomainError, type WorkspaceId } from '../../shared/kernel';
import { type InstagramSignedIn, InstagramUsers } from '../../workspace';
import { AccountArrival } from '../history/account-arrival.service';
import { loginHash } from '../domain/login-state';
import { loginNotFound } from '../instagram.errors';
import { AccountConnections } from './account-connections.service';
import type { GrantedAccount } from './granted-login';
import type { BegunLogin } from './login-start.service';
import { SignInLogins } from './sign-in-logins';

export interface BegunSignIn extends BegunLogin {
  /** Only the browser that began has it: nobody else can finish, nor be lured into finishing somebody else's. */
  binding: string;
}

export interface FinishedSignIn {
  session: InstagramSignedIn['session'];
  /** Of a new user, the connected account, or the code of why it is not. */
  accountId?: AccountId;
  accountProblem?: string;
}

/** Signing in with Instagram instead of an address and a password. */
@Injectable()
export class InstagramSignIn {
  constructor(
    private readonly logins: SignInLogins,
    private readonly users: InstagramUsers,
    private readonly connections: AccountConnections,
    private readonly arrival: AccountArrival,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONNECT.NOT_CONFIGURED. */
  async begin(caller: Caller): Promise<BegunSignIn> {
    const { way, binding } = this.logins.prepare();
    await this.changes.run(caller, async (record) => {
      await this.logins.insert(way.row);
      await record({ action: 'user.sign-in-begun', target: 'instagram' });
    });
    const { authorizeUrl, expiresAt } = way;
    return { authorizeUrl, expiresAt, binding };
  }

  /**
   * A new user's account is connected to their first workspace, if no other one holds it.
   * @throws DomainError CONNECT.LOGIN_NOT_FOUND, AUTH.LOGIN_FAILED, SECURITY.BUSY.
   */
  async complete(caller: Caller, login: string, binding: string): Promise<FinishedSignIn> {
    const granted = await this.logins.use(loginHash(login), loginHash(binding), this.clock.now());
    if (granted === null) throw loginNotFound();
    const { igUserId, username } = granted.account;
    const { session, created } = await this.users.signIn({ igUserId, username }, caller);
    if (created === undefined) return { session };
    const actor = { kind: 'user' as const, userId: created.userId };
    const context = { ...caller, actor, workspaceId: created.workspaceId };
    return { session, ...(await this.connect(context, granted)) };
  }

  /** Somebody else's account is no reason to keep its owner out. */
  private async connect(
    context: Caller & { workspaceId: WorkspaceId },
    granted: GrantedAccount,
  ): Promise<Pick<FinishedSignIn, 'accountId' | 'accountProblem'>> {
    try {
      const accountId = await this.connections.connectGranted(context, granted);
      await this.arrival.welcome(context, accountId);
      return { accountId };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { accountProblem: error.code };
    }
  }
}
