import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { APP_CONFIG, type AppConfig } from '../config';
import { Clock } from '../kernel';
import { tokenInvalid } from './auth.errors';
import type { SignedInUser } from './principal';
import { SignedInUsers } from './signed-in-users';
import {
  CLOCK_SKEW_SECONDS,
  keyIdOf,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
  TOKEN_MAX_SECONDS,
} from './token-claims';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** Verifies bearer tokens with a pinned algorithm and the key that their header names, then looks the sign-in up. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(
    @Inject(APP_CONFIG) config: Pick<AppConfig, 'security'>,
    private readonly users: SignedInUsers,
    private readonly clock: Clock,
  ) {
    const keys = new Map(config.security.jwtKeys.map(({ id, key }) => [id, key]));
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: null, key?: string) => void) =>
        done(null, keys.get(keyIdOf(token) ?? '')),
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      jsonWebTokenOptions: { maxAge: TOKEN_MAX_SECONDS, clockTolerance: CLOCK_SKEW_SECONDS },
    });
  }

  /** @throws DomainError AUTH.TOKEN_INVALID when the sign-in was ended, or the user is gone or disabled. */
  async validate({ sub, sid, iat }: { sub?: unknown; sid?: unknown; iat?: unknown }): Promise<SignedInUser> {
    const latest = this.clock.now().getTime() / 1000 + CLOCK_SKEW_SECONDS;
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof iat !== 'number' || iat > latest)
      throw tokenInvalid();
    const user = await this.users.ofSession(sid);
    if (user?.id !== sub) throw tokenInvalid();
    return user;
  }
}
