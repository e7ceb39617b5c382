import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ScheduledJob } from '../../shared/schedule';
import { SecretBox } from '../../shared/security';
import { type Mail, Mailer } from '../../shared/providers/mail';
import { placeOfMail } from './mails';
import { OutgoingMailsRepository } from '../repositories/outgoing-mails.repository';
import type { OutgoingMailRow } from '../schemas/outgoing-mail.schema';

const AT_ONCE = 20;
const ATTEMPTS_AT_MOST = 8;
/** Longer than an attempt lasts; then its process is taken for dead. */
const CLAIM_MS = 120_000;
const FIRST_WAIT_MS = 5_000;

/** Hands over what `Mails` has stored: again after 5 s, 10 s, … about 20 minutes in all, then it is parked. */
@Injectable()
export class SendMailsJob extends ScheduledJob implements OnModuleInit {
  readonly name = 'send-mails';
  readonly everyMs = 1_000;
  readonly scope = 'cluster' as const;

  constructor(
    private readonly mails: OutgoingMailsRepository,
    private readonly mailer: Mailer,
    private readonly secrets: SecretBox,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (let sent = 0; sent < AT_ONCE; sent += 1) {
      const now = this.clock.now();
      const row = await this.mails.claim(now, new Date(now.getTime() + CLAIM_MS));
      if (row === null) return;
      await this.send(row);
    }
  }

  private async send(row: OutgoingMailRow): Promise<void> {
    const { _id: id, sealed, attempts, correlationId } = row;
    try {
      const mail = JSON.parse(this.secrets.open(sealed, placeOfMail(id)).reveal()) as Mail;
      await this.mailer.send({ ...mail, id });
    } catch (err) {
      const isLast = attempts >= ATTEMPTS_AT_MOST;
      this.logger.event(isLast ? 'error' : 'warn', isLast ? 'mail parked' : 'mail not sent', { correlationId, err });
      return isLast ? this.mails.park(id, attempts) : this.mails.postpone(id, attempts, this.nextAttempt(attempts));
    }
    await this.mails.delete(id);
  }

  private nextAttempt(attempts: number): Date {
    return new Date(this.clock.now().getTime() + FIRST_WAIT_MS * 2 ** (attempts - 1));
  }
}
