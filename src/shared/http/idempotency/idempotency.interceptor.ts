import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable, of } from 'rxjs';
import { assertNever, Clock, newId } from '../../kernel';
import { AppLogger } from '../../observability';
import type { ApiRequest } from '../api-request';
import { HttpProblem, type Problem, problemFor, problemOf } from '../problem/problem';
import { IdempotencyStore, type IdempotencyClaim, type SealedAnswer } from './idempotency-store.port';
import { type IdempotentRequest, idempotentRequestOf, operationIdOf, seal, unseal } from './idempotent-request';

const KEPT_MS = 24 * 60 * 60 * 1000;
/** Longer than any request lasts; after it the process that began is taken for dead. */
const RUNNING_MS = 60_000;
const REPLAYED_HEADER = 'idempotent-replayed';

/** Parameter: an id for what this POST creates, the same for every retry under one Idempotency-Key. */
export const OperationId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<ApiRequest>().operationId ?? newId(),
);

/** Every POST with an Idempotency-Key runs once; a retry gets the first answer. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    if (request.method !== 'POST') return next.handle();
    const idempotent = idempotentRequestOf(request);
    request.operationId = operationIdOf(idempotent);
    if (idempotent === null) return next.handle();

    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const claim = this.claimFor(idempotent);
    const found = await this.store.claim(claim);
    if (found.kind !== 'claimed' && found.fingerprint !== idempotent.fingerprint) throw mismatch(request.id);
    switch (found.kind) {
      case 'claimed':
        return from(this.run(next, { claim, idempotent, request, reply }));
      case 'running':
        throw inProgress(request.id);
      case 'answered':
        return of(replay(found.answer, idempotent, reply));
      default:
        return assertNever(found);
    }
  }

  private claimFor({ id, fingerprint }: IdempotentRequest): IdempotencyClaim {
    const at = this.clock.now();
    return {
      id,
      fingerprint,
      claimId: newId(at),
      at,
      deadBefore: new Date(at.getTime() - RUNNING_MS),
      expiresAt: new Date(at.getTime() + KEPT_MS),
    };
  }

  private async run(next: CallHandler<unknown>, attempt: Attempt): Promise<unknown> {
    const { request, reply } = attempt;
    let body: unknown;
    try {
      body = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      const problem = problemOf(error, request.id);
      await this.settle(attempt, worthKeeping(problem) ? { status: problem.status, body: problem } : null);
      throw error;
    }
    await this.settle(attempt, { status: reply.statusCode, body });
    return body;
  }

  /** The caller has its answer in any case: that it could not be kept concerns only a retry. */
  private async settle({ claim, idempotent, request }: Attempt, answer: Answer | null): Promise<void> {
    try {
      if (answer === null) await this.store.release(claim);
      else await this.store.answer(claim, { status: answer.status, sealed: seal(idempotent.sealKey, answer.body) });
    } catch (error) {
      this.logger.event('error', 'idempotent answer not kept', { correlationId: request.id, err: error });
    }
  }
}

interface Answer {
  status: number;
  body: unknown;
}

interface Attempt {
  claim: IdempotencyClaim;
  idempotent: IdempotentRequest;
  request: ApiRequest;
  reply: FastifyReply;
}

/** Our faults and "too many requests" pass; a retry must be able to succeed. */
function worthKeeping({ status }: Problem): boolean {
  return status < 500 && status !== 429;
}

/** @throws HttpProblem when the first answer was a refusal. */
function replay(answer: SealedAnswer, { sealKey }: IdempotentRequest, reply: FastifyReply): unknown {
  void reply.header(REPLAYED_HEADER, 'true');
  const body = unseal(sealKey, answer.sealed);
  if (answer.status >= 400) throw new HttpProblem(body as Problem);
  return body;
}

function mismatch(correlationId: string): HttpProblem {
  const detail = 'This Idempotency-Key was used with another request.';
  return new HttpProblem(problemFor(422, 'IDEMPOTENCY.MISMATCH', detail, correlationId));
}

function inProgress(correlationId: string): HttpProblem {
  const detail = 'The first request with this Idempotency-Key is still running.';
  return new HttpProblem(problemFor(409, 'IDEMPOTENCY.IN_PROGRESS', detail, correlationId));
}
