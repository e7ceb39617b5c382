import { Mailer } from './mailer.port';

/** Nobody has said where mails go: they wait, and the log says why. */
export class UnsetMailer extends Mailer {
  override async send(): Promise<void> {
    throw new Error('Neither SMTP_URL nor MAIL_OUTBOX_DIR is set.');
  }
}
