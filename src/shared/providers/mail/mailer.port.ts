export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  correlationId: string;
}

export interface MailToSend extends Mail {
  /** The same at every attempt, so that a mail sent twice after a crash can be recognised as one. */
  id: string;
}

/** Hands mails to whoever delivers them. Mails that must not be lost go through `Mails` of the workspace domain. */
export abstract class Mailer {
  /** Resolves once the mail was accepted. @throws Error when it was not, or nobody knows. */
  abstract send(mail: MailToSend): Promise<void>;
}
