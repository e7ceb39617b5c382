/** Fixed claims of our access tokens. */
export const TOKEN_ISSUER = 'parley';
export const TOKEN_AUDIENCE = 'parley-api';
export const TOKEN_ALGORITHM = 'HS256';
/** No token is accepted longer than this after it was issued, whatever it says itself. */
export const TOKEN_MAX_SECONDS = 600;
/** Clocks of processes may differ by so much. */
export const CLOCK_SKEW_SECONDS = 5;

/** The key id in a token's header; undefined when the header cannot be read. Proves nothing: the signature does. */
export function keyIdOf(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
    const kid = typeof header === 'object' && header !== null && 'kid' in header ? header.kid : undefined;
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    // Not JSON: a token of somebody else.
    return undefined;
  }
}
