import type { UserId } from '../../shared/kernel';
import type { SealedSecret } from '../../shared/security';
import type { MailTopic } from './mail-topics';

/** Time-based one-time passwords (RFC 6238). */
export interface SecondFactor {
  secret: SealedSecret;
  /** Absent until the user has shown a first code. */
  confirmedAt?: Date;
  /** The last time step a code of which was used; each code is good once. */
  lastStep: number;
  /** SHA-256 of the codes that are left, each good once. */
  recoveryHashes: string[];
}

export interface User {
  id: UserId;
  /** Normalised. */
  email: string;
  emailVerifiedAt?: Date;
  passwordHash: string;
  passwordChangedAt?: Date;
  /** Signed up with Instagram alone: the address is a placeholder, and nobody knows the password. */
  provisional?: true;
  /** Of the professional account that the user signs in with. */
  instagramId?: string;
  name: string;
  platformAdmin: boolean;
  secondFactor?: SecondFactor;
  disabledAt?: Date;
  /** What they want no mails about. */
  mutedMails?: MailTopic[];
  createdAt: Date;
}

/** Set up and confirmed: the user signs in with it. */
export function confirmedFactorOf({ secondFactor }: Pick<User, 'secondFactor'>): SecondFactor | null {
  return secondFactor?.confirmedAt === undefined ? null : secondFactor;
}
