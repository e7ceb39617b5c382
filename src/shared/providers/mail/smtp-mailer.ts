import { createTransport } from 'nodemailer';
import { Mailer, type MailToSend } from './mailer.port';

const TIMEOUT_MS = 15_000;

/** A server that speaks SMTP; each mail has a connection of its own. */
export class SmtpMailer extends Mailer {
  private readonly transport: ReturnType<typeof createTransport>;

  /** `url`: `smtp://` (STARTTLS where the server offers it) or `smtps://`, with user, password and nodemailer's options. */
  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    const timed = new URL(url);
    for (const option of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
      if (!timed.searchParams.has(option)) timed.searchParams.set(option, String(TIMEOUT_MS));
    this.transport = createTransport(timed.toString());
  }

  override async send({ id, to, subject, text, html, correlationId }: MailToSend): Promise<void> {
    await this.transport.sendMail({
      from: this.from,
      // As an object: the address is one address, whatever characters it holds.
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${id}@parley>`,
      headers: { 'X-Correlation-Id': correlationId, 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}
