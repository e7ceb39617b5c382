import type { OpenAPIObject } from '@nestjs/swagger';
import { type CommonRefusal, commonRefusals, problemContent } from './problem-responses';

type Methods = 'get' | 'put' | 'post' | 'delete' | 'patch';
type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem[Methods]> & { 'x-permission'?: string };

export const PERMISSION_EXTENSION = 'x-permission';
export const BEARER = 'accessToken';
/** Values of `x-permission` that are no permission of a workspace. */
export const openAccess = { public: 'public', signedIn: 'signed-in', platformAdmin: 'platform-admin' } as const;

const METHODS: readonly Methods[] = ['get', 'put', 'post', 'delete', 'patch'];

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Unique to this request, 8–128 visible ASCII characters. A retry with it gets the first answer, 24 h long.',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
};

/** Adds what follows from a route's method and access rule, so that no controller has to repeat it. Changes `document`. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined) completeOperation(operation, method, path);
    }
  }
  const used = new Set(operationsOf(document).flatMap((operation) => operation.tags ?? []));
  document.tags = (document.tags ?? []).filter(({ name }) => used.has(name));
  const unknown = [...used].filter((name) => !document.tags?.some((tag) => tag.name === name));
  if (unknown.length > 0) throw new Error(`Tags without a description in openapi/tags.ts: ${unknown.join(', ')}.`);
  return document;
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((item) => METHODS.flatMap((method) => item[method] ?? []));
}

function completeOperation(operation: Operation, method: Methods, path: string): void {
  const access = operation[PERMISSION_EXTENSION];
  operation.security = access === openAccess.public ? [] : [{ [BEARER]: [] }];
  const others = (operation.parameters ?? []).filter((parameter) => !('in' in parameter && parameter.in === 'path'));
  const header = method === 'post' ? [idempotencyKey] : [];
  operation.parameters = [...pathParametersOf(path), ...others, ...header];
  for (const refusal of refusalsOf(method, path, access)) addRefusal(operation, refusal);
}

/** From the path itself, since a handler need not name the workspace, and the types of ids say nothing at run time. */
function pathParametersOf(path: string): NonNullable<Operation['parameters']> {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[\\w-]{1,64}$' },
  }));
}

function refusalsOf(method: Methods, path: string, access: string | undefined): CommonRefusal[] {
  const { invalid, unauthenticated, forbidden, tenant, inProgress, mismatch, internal, unavailable } = commonRefusals;
  const signedIn = access !== openAccess.public;
  const restricted = signedIn && access !== openAccess.signedIn;
  return [
    invalid,
    ...(signedIn ? [unauthenticated] : []),
    ...(restricted ? [forbidden] : []),
    ...(path.includes('{workspaceId}') ? [tenant] : []),
    ...(method === 'post' ? [inProgress, mismatch] : []),
    internal,
    unavailable,
  ];
}

/** A route's own words for a status come first; ours follow. */
function addRefusal(operation: Operation, { status, description }: CommonRefusal): void {
  const own = operation.responses[status];
  const words = own && 'description' in own && own.description ? `${own.description}\n\n${description}` : description;
  operation.responses[status] = { description: words, content: problemContent };
}
