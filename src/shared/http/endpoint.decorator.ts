import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { ErrorKind } from '../kernel';
import { statusOfKind } from './problem/problem';
import { problemContent } from './openapi/problem-responses';

export interface EndpointOptions {
  summary: string;
  description?: string;
  /** Of the answer when all goes well; 200 when absent. */
  status?: 200 | 201 | 202 | 204;
  /** Class of the body; absent when there is none. */
  response?: Type;
  /** Refusals of this route beyond those that every route has: the code, and when it comes. */
  errors?: Partial<Record<ErrorKind, string>>;
}

/** Status and documentation of a route in one place, so that they cannot part. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { summary, description, status = 200, response, errors = {} } = options;
  const refusals = Object.entries(errors).map(([kind, words]) =>
    ApiResponse({ status: statusOfKind[kind as ErrorKind], description: words, content: problemContent }),
  );
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiResponse({ status, description: summary, ...(response === undefined ? {} : { type: response }) }),
    ...refusals,
  );
}
