import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type ApiRequest, invalidRequest } from '../http';
import { ACTING_REASON_HEADER, REASON_PATTERN } from './authorizer';

/** Parameter of a `@PlatformAdmin` route that shows what belongs to a workspace: why. @throws REQUEST.INVALID without. */
export const ActingReason = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const reason = context.switchToHttp().getRequest<ApiRequest>().headers[ACTING_REASON_HEADER];
  if (typeof reason === 'string' && REASON_PATTERN.test(reason.trim())) return reason.trim();
  throw invalidRequest([{ field: ACTING_REASON_HEADER, rule: 'must say in 10–200 characters why you look' }]);
});

/** Documents the header that `@ActingReason()` reads. */
export const NeedsActingReason = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'X-Acting-Reason', required: true, description: 'Why you look, 10–200 characters; audited.' }),
  );
