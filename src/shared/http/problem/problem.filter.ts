import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Contributions, DomainError } from '../../kernel';
import { AppLogger } from '../../observability';
import type { ApiRequest } from '../api-request';
import { type Problem, problemOf } from './problem';
import { RefusalObserver } from './refusal-observer';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Words every error as a problem document; what is our fault is logged with its cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: AppLogger,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(RefusalObserver, 'many');
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) this.report(error, problem, request);
    else for (const observer of this.contributions.all(RefusalObserver)) observer.refused(request, problem);
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof DomainError && error.retryAfterSeconds !== undefined)
      void reply.header('retry-after', String(error.retryAfterSeconds));
    sendProblem(reply, problem);
  }

  private report(err: unknown, { status, code, correlationId }: Problem, request: ApiRequest): void {
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown route'}`;
    this.logger.event('error', `${route} failed`, { status, code, correlationId, err });
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
}
