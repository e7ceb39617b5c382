const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI brings its own scripts and styles, some of them inline. */
const DOCS_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** Response headers of a path: nothing may be framed, sniffed, cached or leak its address. */
export function securityHeadersFor(path: string, overTls: boolean): Record<string, string> {
  const docs = path === '/docs' || path.startsWith('/docs/');
  return {
    'content-security-policy': docs ? DOCS_POLICY : API_POLICY,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(docs ? {} : { 'cache-control': 'no-store' }),
    ...(overTls ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
