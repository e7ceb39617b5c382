import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { APP_CONFIG, type AppConfig } from '../config';
import { Contributions, type UserId } from '../kernel';
import { AccessDirectory, type DirectoryUser } from './access-directory';
import { tokenInvalid } from './auth.errors';
import { keyIdOf, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, TOKEN_MAX_SECONDS } from './token-claims';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** Verifies bearer tokens with a pinned algorithm and the key that their header names, then looks the user up. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(
    @Inject(APP_CONFIG) config: Pick<AppConfig, 'security'>,
    private readonly contributions: Contributions,
  ) {
    const keys = new Map(config.security.jwtKeys.map(({ id, key }) => [id, key]));
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: null, key?: string) => void) =>
        done(null, keys.get(keyIdOf(token) ?? '')),
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      jsonWebTokenOptions: { maxAge: TOKEN_MAX_SECONDS },
    });
  }

  /** @throws DomainError AUTH.TOKEN_INVALID when the user is gone or disabled. */
  async validate({ sub }: { sub?: unknown }): Promise<DirectoryUser> {
    const user = typeof sub === 'string' ? await this.contributions.one(AccessDirectory).findUser(sub as UserId) : null;
    if (user === null || user.disabled) throw tokenInvalid();
    return user;
  }
}
