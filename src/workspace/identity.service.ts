import { Injectable } from '@nestjs/common';
import { type AccessToken, AccessTokens } from '../shared/auth';
import { AuditedChanges } from '../shared/database';
import { type Caller, Clock, newId, type UserId, type WorkspaceId } from '../shared/kernel';
import { AuditTrail } from '../shared/observability';
import { PasswordHasher } from '../shared/security';
import { normaliseEmail } from './domain/email';
import { passwordProblem } from './domain/password-rules';
import type { User } from './domain/user';
import { type SignUp, SignUpsRepository } from './repositories/sign-ups.repository';
import { UsersRepository } from './repositories/users.repository';
import { emailTaken, loginFailed, weakPassword } from './workspace.errors';

export interface NewOwner {
  email: string;
  password: string;
  name: string;
  workspaceName: string;
  platformAdmin?: boolean;
}

export interface Owner {
  userId: UserId;
  workspaceId: WorkspaceId;
}

/** Signing up and in. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly users: UsersRepository,
    private readonly signUps: SignUpsRepository,
    private readonly hasher: PasswordHasher,
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly changes: AuditedChanges,
  ) {}

  /** @throws DomainError USER.WEAK_PASSWORD, USER.EMAIL_TAKEN, SECURITY.BUSY. */
  async signUp(request: Omit<NewOwner, 'platformAdmin'>, caller: Caller): Promise<AccessToken> {
    const { userId } = await this.createOwner({ ...request, platformAdmin: false }, caller);
    return this.tokens.issue(userId);
  }

  /** A user, their first workspace and their ownership of it, all or none. @throws as `signUp`. */
  async createOwner(owner: NewOwner, caller: Caller): Promise<Owner> {
    const problem = passwordProblem(owner.password, owner.email);
    if (problem !== null) throw weakPassword(problem);
    const signUp = newSignUp(owner, await this.hasher.hash(owner.password), this.clock.now());
    const userId = signUp.user.id;
    const workspaceId = signUp.workspace.id;
    await this.changes.run(caller, async (record) => {
      if ((await this.signUps.insert(signUp)) === 'email-taken') throw emailTaken();
      await record({ action: 'user.signed-up', workspaceId, target: userId });
    });
    return { userId, workspaceId };
  }

  /** @throws DomainError AUTH.LOGIN_FAILED, the same whatever was wrong; SECURITY.BUSY. */
  async logIn(email: string, password: string, caller: Caller): Promise<AccessToken> {
    const user = await this.users.findByEmail(normaliseEmail(email));
    const matches = await this.hasher.verify(user?.passwordHash ?? null, password);
    const failure = failureOf(user, matches);
    await this.audit.note(caller, {
      action: failure === null ? 'user.logged-in' : 'user.login-failed',
      ...(user === null ? {} : { target: user.id }),
      ...(failure === null ? {} : { details: { reason: failure } }),
    });
    if (user === null || failure !== null) throw loginFailed();
    return this.tokens.issue(user.id);
  }
}

type LoginFailure = 'unknown-user' | 'wrong-password' | 'disabled';

function failureOf(user: User | null, passwordMatches: boolean): LoginFailure | null {
  if (user === null) return 'unknown-user';
  if (!passwordMatches) return 'wrong-password';
  return user.disabledAt === undefined ? null : 'disabled';
}

function newSignUp(owner: NewOwner, passwordHash: string, now: Date): SignUp {
  const userId = newId<UserId>(now);
  const workspaceId = newId<WorkspaceId>(now);
  const { name, workspaceName, platformAdmin = false } = owner;
  return {
    user: { id: userId, email: normaliseEmail(owner.email), passwordHash, name, platformAdmin, createdAt: now },
    workspace: { id: workspaceId, name: workspaceName, createdAt: now },
    membership: { id: newId(now), workspaceId, userId, role: 'owner', createdAt: now },
  };
}
