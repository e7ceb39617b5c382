import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorKind } from '../kernel';
import { statusOfKind } from './problem/problem';
import { problemContent } from './openapi/problem-responses';

export interface EndpointOptions {
  summary: string;
  description?: string;
  /** Of the answer when all goes well; 200 when absent. */
  status?: 200 | 201 | 202 | 204;
  /** Class of the body, or several of which it is one; absent when there is none. */
  response?: Type | [Type, Type, ...Type[]];
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
    ApiResponse({ status, description: summary, ...bodyOf(response) }),
    ...(Array.isArray(response) ? [ApiExtraModels(...response)] : []),
    ...refusals,
  );
}

function bodyOf(response: EndpointOptions['response']): object {
  if (response === undefined) return {};
  if (!Array.isArray(response)) return { type: response };
  return { schema: { oneOf: response.map((one) => ({ $ref: getSchemaPath(one) })) } };
}
