import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { type Caller, Clock } from '../../shared/kernel';
import { linkMail, type Notice, noticeMail } from '../domain/account-mails';
import { type OneTimeToken, type TokenPurpose, tokenLifeMs } from '../domain/one-time-token';
import { hashOfSecret } from '../domain/refresh-token';
import { isPlaceholder } from '../domain/provisional';
import type { User } from '../domain/user';
import { Mails } from '../mails/mails';
import { OneTimeTokensRepository } from '../repositories/one-time-tokens.repository';

const TOKEN_BYTES = 32;
/** Pages of the front-end; each gets `?token=`. */
const PAGES: Readonly<Record<TokenPurpose, string>> = {
  'verify-email': '/verify-email',
  'change-email': '/confirm-email',
  'reset-password': '/reset-password',
};

type Recipient = Pick<User, 'id' | 'email'>;

/**
 * Mails to users about their accounts, and the links in them. Everything here belongs into a transaction. Who has no
 * address yet gets none.
 */
@Injectable()
export class AccountMailer {
  constructor(
    private readonly mails: Mails,
    private readonly tokens: OneTimeTokensRepository,
    private readonly clock: Clock,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'mail'>,
  ) {}

  /** Replaces older links of the same purpose. `to.email`: where the link goes, and what it confirms. */
  async sendLink(caller: Caller, to: Recipient, purpose: TokenPurpose): Promise<void> {
    if (isPlaceholder(to.email)) return;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expiresAt = new Date(this.clock.now().getTime() + tokenLifeMs[purpose]);
    await this.tokens.deleteOf(to.id, purpose);
    await this.tokens.insert({ hash: hashOfSecret(token), userId: to.id, purpose, email: to.email, expiresAt });
    const link = `${this.config.mail.appUrl}${PAGES[purpose]}?token=${token}`;
    await this.mails.enqueue({
      to: to.email,
      ...linkMail(purpose, link),
      correlationId: caller.correlationId,
    });
  }

  async notify(caller: Caller, to: Recipient, notice: Notice): Promise<void> {
    if (isPlaceholder(to.email)) return;
    await this.mails.enqueue({ to: to.email, ...noticeMail(notice), correlationId: caller.correlationId });
  }

  /** The link's token, used up; null when it was used, has expired or never was. */
  useLink(token: string, purpose: TokenPurpose): Promise<OneTimeToken | null> {
    return this.tokens.use(hashOfSecret(token), purpose, this.clock.now());
  }
}
