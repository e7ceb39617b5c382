import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LoginChallenge } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, newId, type UserId, type WorkspaceId } from '../../shared/kernel';
import { PasswordHasher } from '../../shared/security';
import { placeholderEmail } from '../domain/provisional';
import { type SignUp, SignUpsRepository } from '../repositories/sign-ups.repository';
import { UsersRepository } from '../repositories/users.repository';
import { LogInService } from './log-in.service';
import type { SessionTokens } from './sessions.service';

/** Somebody who has proven at Instagram that a professional account is theirs. */
export interface InstagramPerson {
  /** Of the professional account; unique. */
  igUserId: string;
  username: string;
}

export interface InstagramSignedIn {
  session: SessionTokens | LoginChallenge;
  /** Of a user who is new: with their first workspace. */
  created?: { userId: UserId; workspaceId: WorkspaceId };
}

/** Another request has made the user of this account. */
class TakenMeanwhile extends Error {}

/**
 * Users who sign in with Instagram. Nobody is let into a workspace by the name or the account of it: only the user who once
 * signed up with this very account is found again.
 */
@Injectable()
export class InstagramUsers {
  constructor(
    private readonly users: UsersRepository,
    private readonly signUps: SignUpsRepository,
    private readonly logIns: LogInService,
    private readonly hasher: PasswordHasher,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Who is new is a provisional user, without an address and a password, with a workspace of their own; a second factor is
   * asked for all the same. @throws DomainError AUTH.LOGIN_FAILED, SECURITY.BUSY.
   */
  async signIn(person: InstagramPerson, caller: Caller): Promise<InstagramSignedIn> {
    const known = await this.users.findByInstagram(person.igUserId);
    if (known !== null) return { session: await this.logIns.admit(known, caller) };
    const signUp = await this.prepare(person);
    try {
      await this.save(signUp, caller);
    } catch (error) {
      if (error instanceof TakenMeanwhile) return this.signInAfterAll(person, caller);
      throw error;
    }
    const created = { userId: signUp.user.id, workspaceId: signUp.workspace.id };
    return { session: await this.logIns.admit(signUp.user, caller), created };
  }

  /** Another request was first. */
  private async signInAfterAll(person: InstagramPerson, caller: Caller): Promise<InstagramSignedIn> {
    const known = await this.users.findByInstagram(person.igUserId);
    if (known === null) throw new Error('A user of this account is neither there nor can be made.');
    return { session: await this.logIns.admit(known, caller) };
  }

  /** @throws TakenMeanwhile, which ends the transaction. */
  private async save(signUp: SignUp, caller: Caller): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if ((await this.signUps.insert(signUp)) === 'email-taken') throw new TakenMeanwhile();
      const details = { with: 'instagram' };
      await record({ action: 'user.signed-up', workspaceId: signUp.workspace.id, target: signUp.user.id, details });
    });
  }

  private async prepare({ igUserId, username }: InstagramPerson): Promise<SignUp> {
    const now = this.clock.now();
    const userId = newId<UserId>(now);
    const workspaceId = newId<WorkspaceId>(now);
    // Of a password that nobody knows, so that it is compared like any other.
    const passwordHash = await this.hasher.hash(randomBytes(32).toString('base64url'));
    return {
      user: {
        id: userId,
        email: placeholderEmail(userId),
        passwordHash,
        provisional: true,
        instagramId: igUserId,
        name: username,
        platformAdmin: false,
        createdAt: now,
      },
      workspace: { id: workspaceId, name: username, createdAt: now },
      membership: { id: newId(now), workspaceId, userId, role: 'owner', createdAt: now },
    };
  }
}
