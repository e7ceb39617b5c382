import { Injectable } from '@nestjs/common';
import { type AccessToken, AccessTokens } from '../shared/auth';
import { Clock, newId, type UserId, type WorkspaceId } from '../shared/kernel';
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
  ) {}

  /** @throws DomainError USER.WEAK_PASSWORD, USER.EMAIL_TAKEN, SECURITY.BUSY. */
  async signUp(request: Omit<NewOwner, 'platformAdmin'>, correlationId: string): Promise<AccessToken> {
    const { userId } = await this.createOwner({ ...request, platformAdmin: false }, correlationId);
    return this.tokens.issue(userId);
  }

  /** A user, their first workspace and their ownership of it, all or none. @throws as `signUp`. */
  async createOwner(owner: NewOwner, correlationId: string): Promise<Owner> {
    const problem = passwordProblem(owner.password, owner.email);
    if (problem !== null) throw weakPassword(problem);
    const signUp = newSignUp(owner, await this.hasher.hash(owner.password), this.clock.now());
    if ((await this.signUps.insert(signUp)) === 'email-taken') throw emailTaken();
    const userId = signUp.user.id;
    const workspaceId = signUp.workspace.id;
    const at = signUp.user.createdAt;
    await this.audit.record({
      at,
      actor: { userId },
      action: 'user.signed-up',
      workspaceId,
      target: userId,
      correlationId,
    });
    return { userId, workspaceId };
  }

  /** @throws DomainError AUTH.LOGIN_FAILED, the same whatever was wrong; SECURITY.BUSY. */
  async logIn(email: string, password: string, correlationId: string): Promise<AccessToken> {
    const user = await this.users.findByEmail(normaliseEmail(email));
    const matches = await this.hasher.verify(user?.passwordHash ?? null, password);
    const failure = failureOf(user, matches);
    await this.audit.record({
      at: this.clock.now(),
      actor: user === null ? {} : { userId: user.id },
      action: failure === null ? 'user.logged-in' : 'user.login-failed',
      ...(user === null ? {} : { target: user.id }),
      correlationId,
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
