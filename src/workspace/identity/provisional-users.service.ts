import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { UserCaller } from '../../shared/kernel';
import { normaliseEmail } from '../domain/email';
import { UsersRepository } from '../repositories/users.repository';
import { emailTaken, notProvisional } from '../workspace.errors';
import { AccountMailer } from './account-mailer.service';
import { NewPasswords } from './new-passwords';
import { SessionsService } from './sessions.service';

/** A user who signed up without an address and a password gets both. */
@Injectable()
export class ProvisionalUsers {
  constructor(
    private readonly users: UsersRepository,
    private readonly newPasswords: NewPasswords,
    private readonly sessions: SessionsService,
    private readonly mailer: AccountMailer,
    private readonly changes: AuditedChanges,
  ) {}

  /**
   * Once: whoever has a password changes it with that. Ends the user's other sign-ins, and mails a link to confirm the
   * address. @throws DomainError USER.NOT_PROVISIONAL, USER.EMAIL_TAKEN, USER.WEAK_PASSWORD, SECURITY.BUSY.
   */
  async secure(caller: UserCaller, newEmail: string, password: string): Promise<void> {
    const email = normaliseEmail(newEmail);
    const user = await this.users.findById(caller.userId);
    if (user?.provisional !== true) throw notProvisional();
    const hash = await this.newPasswords.hash(password, email);
    await this.changes.run(caller, async (record) => {
      const outcome = await this.users.secure(user.id, email, hash);
      if (outcome === 'email-taken') throw emailTaken();
      if (outcome === 'not-provisional') throw notProvisional();
      await this.sessions.endOthers(caller, 'password-changed');
      await this.mailer.sendLink(caller, { id: user.id, email }, 'verify-email');
      await record({ action: 'user.secured', target: user.id });
    });
  }
}
