import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, newId, type UserId, type WorkspaceId } from '../../shared/kernel';
import { isCommonPassword, PasswordHasher } from '../../shared/security';
import { AccountMailer } from './account-mailer.service';
import { normaliseEmail } from '../domain/email';
import { passwordProblem } from '../domain/password-rules';
import { type SignUp, SignUpsRepository } from '../repositories/sign-ups.repository';
import { type SessionTokens, SessionsService } from './sessions.service';
import { emailTaken, weakPassword } from '../workspace.errors';

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

/** New users, each with a first workspace. */
@Injectable()
export class SignUpsService {
  constructor(
    private readonly signUps: SignUpsRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
    private readonly mailer: AccountMailer,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Mails a link to confirm the address. @throws DomainError USER.WEAK_PASSWORD, USER.EMAIL_TAKEN, SECURITY.BUSY. */
  async signUp(request: Omit<NewOwner, 'platformAdmin'>, caller: Caller): Promise<SessionTokens> {
    const signUp = await this.prepare({ ...request, platformAdmin: false });
    await this.save(signUp, caller, () => this.mailer.sendLink(caller, signUp.user, 'verify-email'));
    return this.sessions.open(signUp.user.id, caller);
  }

  /** For whoever runs this installation; the address counts as confirmed. @throws as `signUp`. */
  async createOwner(owner: NewOwner, caller: Caller): Promise<Owner> {
    const signUp = await this.prepare(owner);
    signUp.user.emailVerifiedAt = signUp.user.createdAt;
    await this.save(signUp, caller, () => Promise.resolve());
    return { userId: signUp.user.id, workspaceId: signUp.workspace.id };
  }

  private async prepare(owner: NewOwner): Promise<SignUp> {
    const problem = passwordProblem(owner.password, isCommonPassword, owner.email);
    if (problem !== null) throw weakPassword(problem);
    return newSignUp(owner, await this.hasher.hash(owner.password), this.clock.now());
  }

  /** A user, their first workspace and their ownership of it, all or none. */
  private async save(signUp: SignUp, caller: Caller, alongside: () => Promise<void>): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if ((await this.signUps.insert(signUp)) === 'email-taken') throw emailTaken();
      await alongside();
      await record({ action: 'user.signed-up', workspaceId: signUp.workspace.id, target: signUp.user.id });
    });
  }
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
