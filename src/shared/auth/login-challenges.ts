import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { APP_CONFIG, type AppConfig } from '../config';
import { Clock, type UserId } from '../kernel';
import { keyIdOf, TOKEN_ALGORITHM, TOKEN_ISSUER } from './token-claims';

/** Another one than that of access tokens, so that neither passes for the other. */
const AUDIENCE = 'parley-second-factor';
const LIFE_SECONDS = 300;

export interface LoginChallenge {
  /** Send it back with a code of the second factor. */
  challenge: string;
  challengeExpiresAt: Date;
}

/** Proof that somebody knew the password a moment ago: the first of two steps of signing in. */
@Injectable()
export class LoginChallenges {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'security'>,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  async issue(userId: UserId): Promise<LoginChallenge> {
    const [signing] = this.config.security.jwtKeys;
    if (signing === undefined) throw new Error('No key signs login challenges.');
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    const exp = iat + LIFE_SECONDS;
    const challenge = await this.jwt.signAsync(
      { iat, exp },
      {
        secret: signing.key,
        keyid: signing.id,
        algorithm: TOKEN_ALGORITHM,
        issuer: TOKEN_ISSUER,
        audience: AUDIENCE,
        subject: userId,
      },
    );
    return { challenge, challengeExpiresAt: new Date(exp * 1000) };
  }

  /** Who passed the first step, and when; null for what is no challenge of ours, or too old. */
  async read(challenge: string): Promise<{ userId: UserId; issuedAt: Date } | null> {
    const keyId = keyIdOf(challenge);
    const key = this.config.security.jwtKeys.find(({ id }) => id === keyId);
    if (key === undefined) return null;
    try {
      const { sub, iat } = await this.jwt.verifyAsync<{ sub: string; iat: number }>(challenge, {
        secret: key.key,
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: AUDIENCE,
        clockTimestamp: Math.floor(this.clock.now().getTime() / 1000),
      });
      return { userId: sub as UserId, issuedAt: new Date(iat * 1000) };
    } catch {
      // Forged, expired or of another kind: all the same to whoever sent it.
      return null;
    }
  }
}
