import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { APP_CONFIG, type AppConfig } from '../config';
import { Clock, newId, type UserId } from '../kernel';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from './token-claims';

export interface AccessToken {
  token: string;
  expiresAt: Date;
}

/** Issues the short-lived tokens that name a user and their sign-in, and nothing else. */
@Injectable()
export class AccessTokens {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'security'>,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  async issue(userId: UserId, sessionId: string): Promise<AccessToken> {
    const { accessTokenSeconds, jwtKeys } = this.config.security;
    const [signing] = jwtKeys;
    if (signing === undefined) throw new Error('No key signs access tokens.');
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const expiresAt = issuedAt + accessTokenSeconds;
    const token = await this.jwt.signAsync(
      { iat: issuedAt, exp: expiresAt, sid: sessionId },
      {
        secret: signing.key,
        keyid: signing.id,
        algorithm: TOKEN_ALGORITHM,
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        subject: userId,
        jwtid: newId(),
      },
    );
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }
}
