import { Module } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { FileMailer } from './file-mailer';
import { Mailer } from './mailer.port';
import { SmtpMailer } from './smtp-mailer';
import { UnsetMailer } from './unset-mailer';

/** A server when one is set, else the development folder. */
export function mailerFor({ smtpUrl, outboxDir, from }: AppConfig['mail']): Mailer {
  if (smtpUrl !== undefined) return new SmtpMailer(smtpUrl, from);
  return outboxDir === undefined ? new UnsetMailer() : new FileMailer(outboxDir, from);
}

@Module({
  providers: [{ provide: Mailer, inject: [APP_CONFIG], useFactory: ({ mail }: AppConfig) => mailerFor(mail) }],
  exports: [Mailer],
})
export class MailModule {}
