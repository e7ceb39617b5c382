import { Injectable } from '@nestjs/common';
import { Clock, newId, Secret } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import type { Mail } from '../../shared/providers/mail';
import { OutgoingMailsRepository } from '../repositories/outgoing-mails.repository';

/** After it, a mail is of no use any more, sent or not. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export const placeOfMail = (id: string) => ({ workspaceId: '', record: id, field: 'mail' });

/** Mails that are not lost: they are part of the transaction in which they are enqueued, and sent after it. */
@Injectable()
export class Mails {
  constructor(
    private readonly mails: OutgoingMailsRepository,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  async enqueue(mail: Mail): Promise<void> {
    const now = this.clock.now();
    const id = newId(now);
    await this.mails.insert({
      _id: id,
      sealed: this.secrets.seal(new Secret(JSON.stringify(mail)), placeOfMail(id)),
      correlationId: mail.correlationId,
      status: 'pending',
      attempts: 0,
      nextAttemptAt: now,
      expiresAt: new Date(now.getTime() + KEPT_MS),
    });
  }
}
