import { Injectable } from '@nestjs/common';
import { AuditedChanges, type RecordChange } from '../../shared/database';
import type { UserCaller } from '../../shared/kernel';
import { totpUri } from '../../shared/security';
import { AccountMailer } from './account-mailer.service';
import { confirmedFactorOf, type User } from '../domain/user';
import { PasswordCheck } from './password-check.service';
import { UsersRepository } from '../repositories/users.repository';
import { SecondFactorCodes } from './second-factor-codes';
import { SessionsService } from './sessions.service';
import { codeWrong, secondFactorExists, secondFactorMissing } from '../workspace.errors';

/** For an authenticator app; shown once. */
export interface Enrolment {
  secret: string;
  /** What a QR code holds. */
  uri: string;
}

/** One-time passwords of an authenticator app, and recovery codes for when the phone is lost. */
@Injectable()
export class SecondFactorsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: PasswordCheck,
    private readonly codes: SecondFactorCodes,
    private readonly sessions: SessionsService,
    private readonly mailer: AccountMailer,
    private readonly changes: AuditedChanges,
  ) {}

  /** Nothing changes for signing in until `confirm`. @throws DomainError AUTH.PASSWORD_WRONG, SECOND_FACTOR.EXISTS. */
  async enrol(caller: UserCaller, password: string): Promise<Enrolment> {
    const user = await this.passwords.confirm(caller.userId, password);
    if (confirmedFactorOf(user) !== null) throw secondFactorExists();
    const { secret, factor } = this.codes.begin(user.id);
    await this.changes.run(caller, async (record) => {
      await this.users.setSecondFactor(user.id, factor);
      await record({ action: 'second-factor.begun', target: user.id });
    });
    return { secret, uri: totpUri(secret, user.email) };
  }

  /**
   * From now on signing in takes two steps, and other sign-ins are ended. Answers the recovery codes, once.
   * @throws DomainError SECOND_FACTOR.NOT_SET_UP, AUTH.CODE_WRONG.
   */
  async confirm(caller: UserCaller, code: string): Promise<string[]> {
    const { userId } = caller;
    await this.passwords.countCode(userId);
    const user = await this.users.findById(userId);
    const pending = user?.secondFactor;
    if (user === null || pending === undefined || pending.confirmedAt !== undefined) throw secondFactorMissing();
    const confirmed = this.codes.confirm(userId, pending, code);
    if (confirmed === null) throw codeWrong();
    await this.changes.run(caller, async (record) => {
      await this.users.setSecondFactor(userId, confirmed.factor);
      await this.sessions.proveSecondFactor(caller);
      await this.conclude(caller, user, 'on', record);
    });
    return confirmed.codes;
  }

  /** @throws DomainError AUTH.PASSWORD_WRONG. */
  async disable(caller: UserCaller, password: string): Promise<void> {
    const user = await this.passwords.confirm(caller.userId, password);
    if (user.secondFactor === undefined) return;
    await this.changes.run(caller, async (record) => {
      await this.users.removeSecondFactor(user.id);
      await this.conclude(caller, user, 'off', record);
    });
  }

  private async conclude(caller: UserCaller, user: User, state: 'on' | 'off', record: RecordChange): Promise<void> {
    await this.sessions.endOthers(caller, 'second-factor-changed');
    await this.mailer.notify(caller, user, `second-factor-${state}`);
    await record({ action: `second-factor.switched-${state}`, target: user.id });
  }
}
