import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, type UserCaller } from '../../shared/kernel';
import { AccountMailer } from './account-mailer.service';
import { normaliseEmail } from '../domain/email';
import { PasswordCheck } from './password-check.service';
import { UsersRepository } from '../repositories/users.repository';
import { SessionsService } from './sessions.service';
import { linkInvalid } from '../workspace.errors';

/** That a user's address is theirs, and changing it. */
@Injectable()
export class EmailAddressesService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: PasswordCheck,
    private readonly sessions: SessionsService,
    private readonly mailer: AccountMailer,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Mails the link once more, unless the address is confirmed. */
  async requestVerification(caller: UserCaller): Promise<void> {
    const user = await this.users.findById(caller.userId);
    if (user === null || user.emailVerifiedAt !== undefined) return;
    await this.changes.run(caller, async (record) => {
      await this.mailer.sendLink(caller, user, 'verify-email');
      await record({ action: 'user.verification-requested', target: user.id });
    });
  }

  /** @throws DomainError AUTH.LINK_INVALID. */
  async verify(token: string, caller: Caller): Promise<void> {
    await this.changes.run(caller, async (record) => {
      const link = await this.mailer.useLink(token, 'verify-email');
      const user = link === null ? null : await this.users.findById(link.userId);
      if (link === null || user?.email !== link.email) throw linkInvalid();
      await this.users.setEmail(link.userId, link.email, this.clock.now());
      await record({ action: 'user.email-verified', target: link.userId });
    });
  }

  /**
   * Mails a link to the new address; until it is opened the old one stays. An address of another user gets a mail that
   * says so, and the caller learns nothing of that. @throws DomainError AUTH.PASSWORD_WRONG.
   */
  async requestChange(caller: UserCaller, newEmail: string, password: string): Promise<void> {
    const { id } = await this.passwords.confirm(caller.userId, password);
    const email = normaliseEmail(newEmail);
    const holder = await this.users.findByEmail(email);
    await this.changes.run(caller, async (record) => {
      if (holder === null) await this.mailer.sendLink(caller, { id, email }, 'change-email');
      else await this.mailer.notify(caller, holder, 'email-in-use');
      await record({ action: 'user.email-change-requested', target: id });
    });
  }

  /** Ends all sign-ins of the user. @throws DomainError AUTH.LINK_INVALID, also when another user took the address since. */
  async change(token: string, caller: Caller): Promise<void> {
    await this.changes.run(caller, async (record) => {
      const link = await this.mailer.useLink(token, 'change-email');
      const user = link === null ? null : await this.users.findById(link.userId);
      if (link === null || user === null) throw linkInvalid();
      if ((await this.users.setEmail(user.id, link.email, this.clock.now())) === 'email-taken') throw linkInvalid();
      await this.sessions.endAll(caller, user.id, 'email-changed');
      await this.mailer.notify(caller, user, 'email-changed');
      await record({ action: 'user.email-changed', target: user.id });
    });
  }
}
