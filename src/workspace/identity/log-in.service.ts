import { Injectable } from '@nestjs/common';
import { type LoginChallenge, LoginChallenges } from '../../shared/auth';
import type { Caller } from '../../shared/kernel';
import { AuditTrail } from '../../shared/observability';
import { normaliseEmail } from '../domain/email';
import { confirmedFactorOf, type User } from '../domain/user';
import { PasswordCheck } from './password-check.service';
import { UsersRepository } from '../repositories/users.repository';
import { SecondFactorCodes } from './second-factor-codes';
import { type SessionTokens, SessionsService } from './sessions.service';
import { challengeInvalid, codeWrong, loginFailed } from '../workspace.errors';

type LoginFailure = 'unknown-user' | 'wrong-password' | 'disabled' | 'wrong-code';

/** Signing in, in one step or, with a second factor, in two. */
@Injectable()
export class LogInService {
  constructor(
    private readonly passwords: PasswordCheck,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly codes: SecondFactorCodes,
    private readonly challenges: LoginChallenges,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError AUTH.LOGIN_FAILED, the same whatever was wrong; RATE.LIMITED, RATE.UNAVAILABLE, SECURITY.BUSY. */
  async logIn(email: string, password: string, caller: Caller): Promise<SessionTokens | LoginChallenge> {
    const { user, matches } = await this.passwords.logIn(normaliseEmail(email), password, caller.ip);
    const failure = failureOf(user, matches);
    if (user === null || failure !== null) {
      await this.noteFailure(caller, user, failure ?? 'unknown-user');
      throw loginFailed();
    }
    return this.admitOrChallenge(user, caller);
  }

  /** Somebody who was recognised without a password. @throws DomainError AUTH.LOGIN_FAILED. */
  async admit(user: User, caller: Caller): Promise<SessionTokens | LoginChallenge> {
    const failure = failureOf(user, true);
    if (failure === null) return this.admitOrChallenge(user, caller);
    await this.noteFailure(caller, user, failure);
    throw loginFailed();
  }

  /** The second step. `code`: of the app, or a recovery code. @throws DomainError AUTH.CHALLENGE_INVALID, AUTH.CODE_WRONG. */
  async complete(challenge: string, code: string, caller: Caller): Promise<SessionTokens> {
    const read = await this.challenges.read(challenge);
    if (read === null) throw challengeInvalid();
    await this.passwords.countCode(read.userId);
    const user = await this.users.findById(read.userId);
    if (user === null || user.disabledAt !== undefined || isOlderThanPassword(read.issuedAt, user))
      throw challengeInvalid();
    if (!(await this.codes.accepts(user, code))) {
      await this.noteFailure(caller, user, 'wrong-code');
      throw codeWrong();
    }
    return this.open(user, caller, true);
  }

  private admitOrChallenge(user: User, caller: Caller): Promise<SessionTokens | LoginChallenge> {
    return confirmedFactorOf(user) === null ? this.open(user, caller, false) : this.challenges.issue(user.id);
  }

  private async open(user: User, caller: Caller, secondFactor: boolean): Promise<SessionTokens> {
    await this.audit.note(caller, { action: 'user.logged-in', target: user.id, details: { secondFactor } });
    return this.sessions.open(user.id, caller, { secondFactor });
  }

  private async noteFailure(caller: Caller, user: User | null, reason: LoginFailure): Promise<void> {
    const target = user === null ? {} : { target: user.id };
    await this.audit.note(caller, { action: 'user.login-failed', ...target, details: { reason } });
  }
}

function failureOf(user: User | null, passwordMatches: boolean): LoginFailure | null {
  if (user === null) return 'unknown-user';
  if (!passwordMatches) return 'wrong-password';
  return user.disabledAt === undefined ? null : 'disabled';
}

/** A challenge counts in whole seconds. */
function isOlderThanPassword(issuedAt: Date, { passwordChangedAt }: User): boolean {
  return passwordChangedAt !== undefined && issuedAt.getTime() + 1_000 <= passwordChangedAt.getTime();
}
