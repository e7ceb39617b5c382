import { Injectable } from '@nestjs/common';
import { Contributions } from '../kernel';
import { AccessDirectory } from './access-directory';
import type { SignedInUser } from './principal';

/** Who is behind a sign-in. */
@Injectable()
export class SignedInUsers {
  constructor(private readonly contributions: Contributions) {}

  /** Null when the sign-in was ended or has expired, or its user is gone or disabled. */
  async ofSession(sessionId: string): Promise<SignedInUser | null> {
    const directory = this.contributions.one(AccessDirectory);
    const session = await directory.findSession(sessionId);
    if (session === null) return null;
    const user = await directory.findUser(session.userId);
    if (user === null || user.disabled) return null;
    return { ...user, kind: 'user', sessionId, secondFactor: session.secondFactor };
  }
}
