import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Mails } from '../mails/mails';
import { inviteMail } from '../domain/invite';
import { hashOfSecret } from '../domain/refresh-token';

/** 43 characters of base64url. */
const TOKEN_BYTES = 32;
const PAGE = '/accept-invite';

/** A token that exists in its mail only; what is stored is the hash. */
export interface InviteToken {
  token: string;
  hash: string;
}

/** Brings invitations to those who are invited. */
@Injectable()
export class InviteLetters {
  constructor(
    private readonly mails: Mails,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'mail'>,
  ) {}

  newToken(): InviteToken {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    return { token, hash: hashOfSecret(token) };
  }

  /** Within the transaction of the invitation. */
  async send(letter: { to: string; workspaceName: string; token: string; correlationId: string }): Promise<void> {
    const { to, workspaceName, token, correlationId } = letter;
    const link = `${this.config.mail.appUrl}${PAGE}?token=${token}`;
    await this.mails.enqueue({ to, ...inviteMail(workspaceName, link), correlationId });
  }
}
