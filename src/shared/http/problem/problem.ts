import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { isTransient } from '../../database';
import { DomainError, type ErrorKind, type FieldProblem } from '../../kernel';

/** RFC 9457 problem details, with our stable code, correlation id and field errors. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  correlationId: string;
  errors?: FieldProblem[];
  /** Facts of this kind of problem, such as `limit` and `renewsAt`. */
  [fact: string]: unknown;
}

/** A problem that is already worded, such as the stored answer of an earlier request. */
export class HttpProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'HttpProblem';
  }
}

export const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
};

/** What the framework refuses by itself, before a controller is reached. */
const frameworkRefusals: Readonly<Record<number, { code: string; detail: string }>> = {
  400: { code: 'REQUEST.MALFORMED', detail: 'The request could not be read: its URL or body is malformed.' },
  404: { code: 'ROUTE.NOT_FOUND', detail: 'There is no such route.' },
  405: { code: 'ROUTE.METHOD_NOT_ALLOWED', detail: 'This route does not support the method.' },
  413: { code: 'REQUEST.TOO_LARGE', detail: 'The request body is too large.' },
  414: { code: 'REQUEST.URL_TOO_LONG', detail: 'The URL is too long.' },
  415: { code: 'REQUEST.UNSUPPORTED_MEDIA_TYPE', detail: 'Send the body as application/json.' },
};

export function problemFor(status: number, code: string, detail: string, correlationId: string): Problem {
  return {
    type: `urn:parley:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    correlationId,
  };
}

/** The answer to any error: refusals in words, everything else as a 500 that tells nothing but the correlation id. */
export function problemOf(error: unknown, correlationId: string): Problem {
  if (error instanceof HttpProblem) return error.problem;
  if (error instanceof DomainError) return problemOfDomainError(error, correlationId);
  if (isTransient(error)) {
    return problemFor(503, 'STORE.UNAVAILABLE', 'The database cannot be reached. Try again shortly.', correlationId);
  }
  const status = frameworkStatusOf(error);
  if (status === undefined || status >= 500) return internalProblem(correlationId);
  const refusal = frameworkRefusals[status] ?? { code: `HTTP.${status}`, detail: STATUS_CODES[status] ?? 'Refused.' };
  return problemFor(status, refusal.code, refusal.detail, correlationId);
}

function problemOfDomainError(error: DomainError, correlationId: string): Problem {
  if (error.kind === 'internal') return internalProblem(correlationId, error.code);
  const worded = problemFor(statusOfKind[error.kind], error.code, error.message, correlationId);
  const problem = { ...error.facts, ...worded };
  return error.fields.length > 0 ? { ...problem, errors: [...error.fields] } : problem;
}

function internalProblem(correlationId: string, code = 'INTERNAL'): Problem {
  return problemFor(500, code, 'Something went wrong on our side. Quote the correlation id.', correlationId);
}

/** Nest's exceptions and Fastify's own errors; a `statusCode` on any other error is somebody else's and says nothing. */
function frameworkStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined;
  const { code, statusCode } = error;
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : undefined;
}
