import type { FinishedSignIn } from '../connecting/instagram-sign-in.service';
import { BegunLoginResponse } from './connect.response';

export class BegunSignInResponse extends BegunLoginResponse {
  /** Tells the browser that began from all others. */
  binding: string;
}

/** The second step is `POST /v1/auth/login/second-factor`. */
export class InstagramChallengeResponse {
  /** Send it back with a code. */
  challenge: string;

  challengeExpiresAt: Date;
}

export class InstagramSignedInResponse {
  /** Send it as `Authorization: Bearer …`. */
  token: string;

  /** When it stops working. */
  expiresAt: Date;

  /** For new tokens at `POST /v1/auth/refresh`; good once. */
  refreshToken: string;

  refreshTokenExpiresAt: Date;

  /** Of a new user: the account that was connected. */
  accountId?: string;

  /** Of a new user: why it was not, such as ACCOUNT.TAKEN. */
  accountProblem?: string;
}

export function toSignInResponse({
  session,
  accountId,
  accountProblem,
}: FinishedSignIn): InstagramSignedInResponse | InstagramChallengeResponse {
  return {
    ...session,
    ...(accountId === undefined ? {} : { accountId }),
    ...(accountProblem === undefined ? {} : { accountProblem }),
  };
}
