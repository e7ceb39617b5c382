import { DomainError } from '../kernel';

/** Causes of causes; more than these explain nothing. */
const DEEPEST = 3;

export interface DescribedError {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  details?: Readonly<Record<string, unknown>>;
  cause?: DescribedError;
}

/**
 * What the log keeps of an error: nothing but these fields, since errors of drivers and clients carry the documents and
 * requests that they failed on.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Something that is no error was thrown.' };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(stack === undefined ? {} : { stack }),
    ...(error instanceof DomainError ? { details: error.details } : {}),
    ...(cause === undefined || depth >= DEEPEST ? {} : { cause: describeError(cause, depth + 1) }),
  };
}
