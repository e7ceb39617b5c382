import type { UserId } from '../../shared/kernel';

export interface User {
  id: UserId;
  /** Normalised. */
  email: string;
  passwordHash: string;
  name: string;
  platformAdmin: boolean;
  disabledAt?: Date;
  createdAt: Date;
}
