import { CORRELATION_HEADER } from './correlation-id';

/** What pages of the given origins may send and read. No cookies: who asks says so in a header. */
export const crossOrigin = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'x-acting-reason',
    CORRELATION_HEADER,
  ],
  exposedHeaders: ['etag', 'retry-after', CORRELATION_HEADER],
  maxAge: 3_600,
});
