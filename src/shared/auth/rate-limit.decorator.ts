import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { AppConfig } from '../config';
import { problemContent } from '../http';

/** A limit of one route, beside the general ones. */
export interface RouteLimit {
  /** Routes with the same name share the count. */
  name: string;
  by: 'ip' | 'account' | 'workspace';
  limit: number | ((limits: AppConfig['limits']) => number);
  perSeconds: number;
  /** Refuse with 503 while nobody can count; let pass otherwise. */
  failClosed?: boolean;
}

export const RATE_LIMITS = 'parley:rate-limits';

/** How often a route may be called. All of its limits stand in one decorator. */
export const RateLimit = (...limits: RouteLimit[]): MethodDecorator =>
  applyDecorators(
    SetMetadata(RATE_LIMITS, limits),
    ApiResponse({ status: 429, description: 'RATE.LIMITED: too many; see `Retry-After`.', content: problemContent }),
  );

/** For what guesses passwords or fills mailboxes: counted by address, and refused while nobody can count. */
export const SignInLimit = (): MethodDecorator =>
  RateLimit({ name: 'sign-in', by: 'ip', limit: ({ signInsPerIp }) => signInsPerIp, perSeconds: 60, failClosed: true });
