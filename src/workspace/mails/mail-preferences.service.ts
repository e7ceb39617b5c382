import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { notFound, type UserCaller, type UserId } from '../../shared/kernel';
import { type MailTopic, mutedAfter } from '../domain/mail-topics';
import { UsersRepository } from '../repositories/users.repository';

/** What a user wants to be written to about. Mails about the account itself are always sent. */
@Injectable()
export class MailPreferences {
  constructor(
    private readonly users: UsersRepository,
    private readonly changes: AuditedChanges,
  ) {}

  /** Topics that are off. @throws DomainError USER.NOT_FOUND. */
  async mutedOf(userId: UserId): Promise<readonly MailTopic[]> {
    const user = await this.users.findById(userId);
    if (user === null) throw notFound('This user', 'USER.NOT_FOUND');
    return user.mutedMails ?? [];
  }

  /** @returns the topics that are off now @throws DomainError USER.NOT_FOUND. */
  async change(caller: UserCaller, changes: Partial<Record<MailTopic, boolean>>): Promise<readonly MailTopic[]> {
    const { userId } = caller;
    return this.changes.run(caller, async (record) => {
      const before = await this.mutedOf(userId);
      const muted = mutedAfter(before, changes);
      if (muted.join() === before.join()) return muted;
      await this.users.setMutedMails(userId, muted);
      await record({ action: 'user.mails-chosen', target: userId, details: { muted: muted.join(' ') } });
      return muted;
    });
  }
}
