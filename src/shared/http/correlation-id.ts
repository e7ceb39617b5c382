import { randomBytes } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiRequest } from './api-request';

export const CORRELATION_HEADER = 'x-correlation-id';
const ACCEPTED = /^[\w-]{8,64}$/;

/** The caller's own id when it is harmless to print, else a new one of 24 hexadecimal characters. */
export function correlationIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && ACCEPTED.test(header) ? header : randomBytes(12).toString('hex');
}

/** Parameter: the correlation id of this request, for routes without a `@Ctx()`. */
export const CorrelationId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => context.switchToHttp().getRequest<ApiRequest>().id,
);
