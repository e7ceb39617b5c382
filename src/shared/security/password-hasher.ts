import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel';

/** OWASP's minimum for argon2id (the library's default algorithm): 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of 32 random bytes that nobody kept, made with the same parameters. */
const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$x7rJl6lKZZNfQbw2ynaQ2A$N/4B5PsdKCgSMhZZDAR3forGLvFxzy/xCE1aCJQ9CfA';
const AT_ONCE = 2;
const WAITING_AT_MOST = 64;

/** Hashes and checks passwords, a few at a time, so that a storm of logins cannot starve the process. */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws DomainError SECURITY.BUSY when too many wait already. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, PARAMETERS));
  }

  /**
   * `stored` null stands for an unknown user: it takes the same time and is false.
   * @throws DomainError SECURITY.BUSY when too many wait already.
   */
  verify(stored: string | null, password: string): Promise<boolean> {
    return this.inTurn(async () => {
      const matches = await verify(stored ?? DECOY, password);
      return matches && stored !== null;
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await this.turn();
    else this.running += 1;
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= WAITING_AT_MOST) {
      throw new DomainError('SECURITY.BUSY', 'rate-limited', 'Too many sign-ins at this moment. Try again shortly.');
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** A waiter inherits the place, so the count of running ones never dips in between. */
  private passOn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}
