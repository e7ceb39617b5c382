import { Injectable } from '@nestjs/common';
import { addressBlockOf, limitsUnavailable, rateLimited } from '../../shared/auth';
import type { UserId } from '../../shared/kernel';
import { type RateLimit, RateLimiter, type RateVerdict } from '../../shared/redis';
import { PasswordHasher } from '../../shared/security';
import { hashOfSecret } from '../domain/refresh-token';
import type { User } from '../domain/user';
import { UsersRepository } from '../repositories/users.repository';
import { wrongPassword } from '../workspace.errors';

const PER_SECONDS = 15 * 60;
/** Somebody who guesses from one place. */
const FROM_ONE_ADDRESS = 10;
/** Many who guess together; higher, since it also keeps the owner of the account out. */
const FROM_ANYWHERE = 100;

/** Compares passwords, slowly for whoever guesses. Nothing is compared while nobody can count the attempts. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly limiter: RateLimiter,
  ) {}

  /**
   * Signing in: takes as long for an address that no user has. `email` normalised.
   * @throws DomainError RATE.LIMITED, RATE.UNAVAILABLE, SECURITY.BUSY.
   */
  async logIn(email: string, password: string, ip = ''): Promise<{ user: User | null; matches: boolean }> {
    const account = `login:${hashOfSecret(email)}`;
    const here = `${account}:${addressBlockOf(ip)}`;
    await this.count([
      { key: here, limit: FROM_ONE_ADDRESS, perSeconds: PER_SECONDS },
      { key: account, limit: FROM_ANYWHERE, perSeconds: PER_SECONDS },
    ]);
    const user = await this.users.findByEmail(email);
    const matches = await this.hasher.verify(user?.passwordHash ?? null, password);
    if (matches) await this.limiter.reset(here);
    return { user, matches };
  }

  /** That the signed-in user is who they say. @throws DomainError AUTH.PASSWORD_WRONG, and as `logIn`. */
  async confirm(userId: UserId, password: string): Promise<User> {
    const key = `password:${userId}`;
    await this.count([{ key, limit: FROM_ONE_ADDRESS, perSeconds: PER_SECONDS }]);
    const user = await this.users.findById(userId);
    const matches = await this.hasher.verify(user?.passwordHash ?? null, password);
    if (user === null || !matches) throw wrongPassword();
    await this.limiter.reset(key);
    return user;
  }

  /** Codes of a second factor have only six digits. @throws DomainError RATE.LIMITED, RATE.UNAVAILABLE. */
  countCode(userId: UserId): Promise<void> {
    return this.count([{ key: `code:${userId}`, limit: FROM_ONE_ADDRESS, perSeconds: PER_SECONDS }]);
  }

  private async count(limits: readonly RateLimit[]): Promise<void> {
    const verdict = await this.limiter.take(limits).catch((cause: unknown): RateVerdict => {
      throw limitsUnavailable(cause);
    });
    if (!verdict.allowed) throw rateLimited(verdict.retryAfterSeconds);
  }
}
