import { ApiProperty } from '@nestjs/swagger';

export class SessionTokensResponse {
  /** Send it as `Authorization: Bearer …`. */
  token: string;

  /** When it stops working. */
  expiresAt: Date;

  /** For new tokens at `POST /v1/auth/refresh`; good once. */
  refreshToken: string;

  refreshTokenExpiresAt: Date;
}

/** The password was right; the second step is `POST /v1/auth/login/second-factor`. */
export class LoginChallengeResponse {
  /** Send it back with a code. */
  challenge: string;

  challengeExpiresAt: Date;
}

export class SessionResponse {
  id: string;

  /** The one by which you ask. */
  current: boolean;

  createdAt: Date;

  lastUsedAt: Date;

  expiresAt: Date;

  /** Signed in with a second factor. */
  secondFactor: boolean;

  /** Where it was last used from. */
  ip?: string;
}

export class SessionListResponse {
  /** Newest first. */
  @ApiProperty({ type: [SessionResponse] })
  items: SessionResponse[];
}
