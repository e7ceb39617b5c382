export type ErrorKind =
  'not-found' | 'conflict' | 'invalid' | 'forbidden' | 'unauthenticated' | 'rate-limited' | 'unavailable' | 'internal';

export interface FieldProblem {
  /** Dotted path of the field, as the client sent it. */
  field: string;
  /** The rule that was broken, in words for the person who sent it. */
  rule: string;
}

interface ErrorExtra {
  fields?: readonly FieldProblem[];
  details?: Record<string, unknown>;
  cause?: unknown;
  retryAfterSeconds?: number;
  facts?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A refusal or a fault with a stable code. Knows no HTTP and reads no ambient context, so a worker can raise it too.
 * `message` is safe to show; `details` go to the log only.
 */
export class DomainError extends Error {
  readonly fields: readonly FieldProblem[];
  readonly details: Readonly<Record<string, unknown>>;
  /** Of refusals that pass by themselves: when to try again. */
  readonly retryAfterSeconds: number | undefined;
  /** Shown beside the message, for programs. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    extra: ErrorExtra = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'DomainError';
    this.fields = extra.fields ?? [];
    this.details = extra.details ?? {};
    this.retryAfterSeconds = extra.retryAfterSeconds;
    this.facts = extra.facts ?? {};
  }
}

export const notFound = (what: string, code = 'NOT_FOUND') =>
  new DomainError(code, 'not-found', `${what} does not exist.`);
