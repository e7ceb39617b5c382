import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { isCommonPassword, PasswordHasher } from '../../shared/security';
import { passwordProblem } from '../domain/password-rules';
import type { User } from '../domain/user';
import { UsersRepository } from '../repositories/users.repository';
import { weakPassword } from '../workspace.errors';

/** What a password must be like, and how it is kept. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError USER.WEAK_PASSWORD. */
  check(password: string, email?: string): void {
    const problem = passwordProblem(password, isCommonPassword, email);
    if (problem !== null) throw weakPassword(problem);
  }

  /** @throws DomainError USER.WEAK_PASSWORD, SECURITY.BUSY. */
  async hash(password: string, email?: string): Promise<string> {
    this.check(password, email);
    return this.hasher.hash(password);
  }

  async save(user: User, hash: string, { emailProven = false } = {}): Promise<void> {
    const now = this.clock.now();
    await this.users.setPassword(user.id, hash, now);
    if (emailProven && user.emailVerifiedAt === undefined) await this.users.setEmail(user.id, user.email, now);
  }
}
