export { MailModule } from './mail.module';
export { type Mail, Mailer, type MailToSend } from './mailer.port';
