import { Injectable } from '@nestjs/common';
import { isDuplicateKey } from '../../shared/database';
import { type Caller, Clock, newId, type UserCaller, type UserId } from '../../shared/kernel';
import { isCommonPassword, PasswordHasher } from '../../shared/security';
import type { Invite } from '../domain/invite';
import { passwordProblem } from '../domain/password-rules';
import { hashOfSecret } from '../domain/refresh-token';
import type { User } from '../domain/user';
import { type SessionTokens, SessionsService } from '../identity/sessions.service';
import { UsersRepository } from '../repositories/users.repository';
import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';
import { emailTaken, weakPassword } from '../workspace.errors';
import { inviteNotFound, otherAddress } from './invites.errors';
import { InviteJoining } from './invite-joining.service';

export interface InviteDetails {
  workspaceName: string;
  email: string;
  role: string;
  expiresAt: Date;
}

export interface InvitedPerson {
  token: string;
  name: string;
  password: string;
}

/**
 * Following the link of an invitation. The token proves that the mail arrived, never who is asking: somebody who has an
 * account signs in with its password first.
 */
@Injectable()
export class InviteAcceptance {
  constructor(
    private readonly invites: WorkspaceInvitesRepository,
    private readonly joining: InviteJoining,
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError INVITE.NOT_FOUND. */
  async look(token: string): Promise<InviteDetails> {
    const { workspaceId, email, role, expiresAt } = await this.open(token);
    const workspaceName = await this.joining.nameOf(workspaceId);
    if (workspaceName === null) throw inviteNotFound();
    return { workspaceName, email, role, expiresAt };
  }

  /** For users. @throws DomainError INVITE.NOT_FOUND, INVITE.OTHER_ADDRESS, INVITE.ALREADY_MEMBER. */
  async accept(caller: UserCaller, token: string): Promise<{ workspaceId: string }> {
    const invite = await this.open(token);
    const user = await this.users.findById(caller.userId);
    if (user?.email !== invite.email) throw otherAddress();
    await this.joining.join(caller, invite, user.id, () => Promise.resolve());
    return { workspaceId: invite.workspaceId };
  }

  /** For newcomers: the account and the membership, both or none. @throws DomainError INVITE.NOT_FOUND, USER.EMAIL_TAKEN, USER.WEAK_PASSWORD, SECURITY.BUSY. */
  async signUp(caller: Caller, { token, name, password }: InvitedPerson): Promise<SessionTokens> {
    const invite = await this.open(token);
    const problem = passwordProblem(password, isCommonPassword, invite.email);
    if (problem !== null) throw weakPassword(problem);
    if ((await this.users.findByEmail(invite.email)) !== null) throw emailTaken();
    const user = await this.newUser(invite, name, password);
    try {
      await this.joining.join(caller, invite, user.id, () => this.users.insert(user));
    } catch (error) {
      throw isDuplicateKey(error) ? emailTaken() : error;
    }
    return this.sessions.open(user.id, caller);
  }

  private async open(token: string): Promise<Invite> {
    const invite = await this.invites.findByToken(hashOfSecret(token), this.clock.now());
    if (invite === null) throw inviteNotFound();
    return invite;
  }

  /** The address counts as confirmed, since the token came by mail. */
  private async newUser({ email }: Invite, name: string, password: string): Promise<User> {
    const passwordHash = await this.hasher.hash(password);
    const now = this.clock.now();
    return {
      id: newId<UserId>(now),
      email,
      emailVerifiedAt: now,
      passwordHash,
      name,
      platformAdmin: false,
      createdAt: now,
    };
  }
}
