import { Secret as TotpSecret, TOTP } from 'otpauth';

const ISSUER = 'Parley';
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Steps before and after the present one whose codes count: phones' clocks are not exact. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** A new secret for an authenticator app, in base32. */
export function newTotpSecret(): string {
  return new TotpSecret({ size: SECRET_BYTES }).base32;
}

/** What a QR code for an authenticator app holds (`otpauth://…`). */
export function totpUri(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** The time step that the code belongs to; null when it is wrong, or too old or too new. */
export function totpStepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/** The code that an app shows at this time. */
export function totpCodeAt(secret: string, now: Date): string {
  return totpOf(secret).generate({ timestamp: now.getTime() });
}

function totpOf(secret: string, account = 'account'): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label: account,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: TotpSecret.fromBase32(secret),
  });
}
