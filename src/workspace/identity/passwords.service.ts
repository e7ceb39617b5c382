import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { Caller, UserCaller } from '../../shared/kernel';
import { AccountMailer } from './account-mailer.service';
import { normaliseEmail } from '../domain/email';
import { NewPasswords } from './new-passwords';
import { PasswordCheck } from './password-check.service';
import { UsersRepository } from '../repositories/users.repository';
import { SessionsService } from './sessions.service';
import { linkInvalid } from '../workspace.errors';

/** Changing a password, and replacing one that was forgotten. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: PasswordCheck,
    private readonly newPasswords: NewPasswords,
    private readonly sessions: SessionsService,
    private readonly mailer: AccountMailer,
    private readonly changes: AuditedChanges,
  ) {}

  /** Ends the user's other sign-ins. @throws DomainError AUTH.PASSWORD_WRONG, USER.WEAK_PASSWORD, RATE.LIMITED, SECURITY.BUSY. */
  async change(caller: UserCaller, current: string, next: string): Promise<void> {
    const user = await this.passwords.confirm(caller.userId, current);
    const hash = await this.newPasswords.hash(next, user.email);
    await this.changes.run(caller, async (record) => {
      await this.newPasswords.save(user, hash);
      await this.sessions.endOthers(caller, 'password-changed');
      await this.mailer.notify(caller, user, 'password-changed');
      await record({ action: 'user.password-changed', target: user.id });
    });
  }

  /** Mails a link, if there is such a user. The caller learns nothing of that. */
  async requestReset(email: string, caller: Caller): Promise<void> {
    const user = await this.users.findByEmail(normaliseEmail(email));
    if (user === null || user.disabledAt !== undefined) return;
    await this.changes.run(caller, async (record) => {
      await this.mailer.sendLink(caller, user, 'reset-password');
      await record({ action: 'user.password-reset-requested', target: user.id });
    });
  }

  /**
   * Ends all sign-ins of the user; a second factor stays. The link also proves that the address is theirs.
   * @throws DomainError AUTH.LINK_INVALID, USER.WEAK_PASSWORD (the link stays good), SECURITY.BUSY.
   */
  async reset(token: string, password: string, caller: Caller): Promise<void> {
    // Hashed before the link is used up, so that a slow hash holds no transaction open.
    const prepared = await this.newPasswords.hash(password);
    await this.changes.run(caller, async (record) => {
      const link = await this.mailer.useLink(token, 'reset-password');
      const user = link === null ? null : await this.users.findById(link.userId);
      if (link === null || user === null || user.email !== link.email) throw linkInvalid();
      this.newPasswords.check(password, user.email);
      await this.newPasswords.save(user, prepared, { emailProven: true });
      await this.sessions.endAll(caller, user.id, 'password-changed');
      await this.mailer.notify(caller, user, 'password-changed');
      await record({ action: 'user.password-reset', target: user.id });
    });
  }
}
