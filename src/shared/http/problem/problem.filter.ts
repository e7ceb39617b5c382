import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppLogger } from '../../observability';
import type { ApiRequest } from '../api-request';
import { type Problem, problemOf } from './problem';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Words every error as a problem document; what is our fault is logged with its cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: AppLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) this.report(error, problem, request);
    sendProblem(http.getResponse<FastifyReply>(), problem);
  }

  private report(err: unknown, { code, correlationId }: Problem, request: ApiRequest): void {
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown route'}`;
    this.logger.event('error', `${route} failed`, { code, correlationId, err });
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
}
