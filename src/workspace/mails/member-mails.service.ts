import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import { mailOf } from '../domain/account-mails';
import type { MailTopic } from '../domain/mail-topics';
import { isPlaceholder } from '../domain/provisional';
import type { User } from '../domain/user';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { UsersRepository } from '../repositories/users.repository';
import { Mails } from './mails';

export interface Letter {
  subject: string;
  /** Plain text; it is escaped where that is needed. */
  paragraphs: readonly string[];
  /** Where to go on: a page of the front-end, such as `/tasks/1`. */
  button: { action: string; page: string };
  correlationId: string;
}

export interface MemberLetter extends Letter {
  workspaceId: WorkspaceId;
  userIds: readonly UserId[];
  topic: MailTopic;
}

/** Writes to people about what happens in a workspace. Everything here belongs into the transaction of what it tells. */
@Injectable()
export class MemberMails {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly users: UsersRepository,
    private readonly mails: Mails,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'mail'>,
  ) {}

  /** To those who still are members, have a confirmed address and have not switched the topic off. */
  async send({ workspaceId, userIds, topic, ...letter }: MemberLetter): Promise<void> {
    const members = await this.memberships.membersAmong(workspaceId, userIds);
    if (members.length === 0) return;
    const users = await this.users.findMany(members);
    for (const user of users) if (wantsMail(user, topic)) await this.sendTo(user.email, letter);
  }

  /** To a user whatever they belong to, such as a platform admin. */
  async sendToUser(userId: UserId, topic: MailTopic, letter: Letter): Promise<void> {
    const user = await this.users.findById(userId);
    if (user !== null && wantsMail(user, topic)) await this.sendTo(user.email, letter);
  }

  async sendTo(to: string, { subject, paragraphs, button, correlationId }: Letter): Promise<void> {
    const link = `${this.config.mail.appUrl}${button.page}`;
    const content = mailOf(subject, ['Hello,', ...paragraphs], [], { action: button.action, link });
    await this.mails.enqueue({ to, ...content, correlationId });
  }
}

const wantsMail = ({ email, emailVerifiedAt, disabledAt, mutedMails = [] }: User, topic: MailTopic): boolean =>
  emailVerifiedAt !== undefined && disabledAt === undefined && !isPlaceholder(email) && !mutedMails.includes(topic);
