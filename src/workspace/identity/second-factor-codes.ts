import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Secret, type UserId } from '../../shared/kernel';
import { newTotpSecret, SecretBox, totpStepOf } from '../../shared/security';
import {
  isAppCode,
  isRecoveryCode,
  normaliseCode,
  RECOVERY_CODE_BYTES,
  recoveryCodeOf,
  RECOVERY_CODES,
} from '../domain/recovery-codes';
import { hashOfSecret } from '../domain/refresh-token';
import { confirmedFactorOf, type SecondFactor, type User } from '../domain/user';
import { UsersRepository } from '../repositories/users.repository';

const NO_STEP = -1;
const placeOf = (userId: UserId) => ({ workspaceId: '', record: userId, field: 'secondFactor' });
const hashOfCode = (code: string): string => hashOfSecret(normaliseCode(code));

/** Codes of second factors: made, and checked so that each is good once. */
@Injectable()
export class SecondFactorCodes {
  constructor(
    private readonly users: UsersRepository,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** A factor that waits for its first code, and its secret, which is shown once. */
  begin(userId: UserId): { secret: string; factor: SecondFactor } {
    const secret = newTotpSecret();
    const sealed = this.secrets.seal(new Secret(secret), placeOf(userId));
    return { secret, factor: { secret: sealed, lastStep: NO_STEP, recoveryHashes: [] } };
  }

  /** The factor from now on, and its recovery codes, which are shown once; null when the code is wrong. */
  confirm(userId: UserId, pending: SecondFactor, code: string): { codes: string[]; factor: SecondFactor } | null {
    const lastStep = this.stepOf(userId, pending, normaliseCode(code));
    if (lastStep === null) return null;
    const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(randomBytes(RECOVERY_CODE_BYTES)));
    const confirmedAt = this.clock.now();
    return { codes, factor: { ...pending, confirmedAt, lastStep, recoveryHashes: codes.map(hashOfCode) } };
  }

  /** Whether it is a good code of the app or a recovery code; it is used up by this. */
  async accepts(user: User, code: string): Promise<boolean> {
    const factor = confirmedFactorOf(user);
    const typed = normaliseCode(code);
    if (factor === null) return false;
    if (isRecoveryCode(typed)) return this.users.useRecoveryCode(user.id, hashOfCode(typed));
    const step = this.stepOf(user.id, factor, typed);
    return step !== null && this.users.useStep(user.id, step);
  }

  private stepOf(userId: UserId, { secret }: SecondFactor, typed: string): number | null {
    if (!isAppCode(typed)) return null;
    return totpStepOf(this.secrets.open(secret, placeOf(userId)).reveal(), typed, this.clock.now());
  }
}
