export class AccessTokenResponse {
  /** Send it as `Authorization: Bearer …`. */
  token: string;

  /** When it stops working. */
  expiresAt: Date;
}
