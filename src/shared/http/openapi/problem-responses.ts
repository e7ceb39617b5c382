import { PROBLEM_MEDIA_TYPE } from '../problem/problem.filter';

/** `content` of every response from 400 on. */
export const problemContent = { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };

/** Refusals that need no word at the route, since they follow from its method or its access rule. */
export const commonRefusals = {
  invalid: { status: 400, description: 'REQUEST.INVALID or REQUEST.MALFORMED: `errors` names the fields.' },
  unauthenticated: { status: 401, description: 'AUTH.TOKEN_INVALID: no valid access token.' },
  forbidden: { status: 403, description: 'ACCESS.FORBIDDEN: the permission is missing.' },
  tenant: { status: 404, description: 'WORKSPACE.NOT_FOUND: no such workspace, or not yours.' },
  inProgress: {
    status: 409,
    description: 'IDEMPOTENCY.IN_PROGRESS: the first request with this key is still running.',
  },
  mismatch: { status: 422, description: 'IDEMPOTENCY.MISMATCH: the key was used with another request.' },
  unavailable: { status: 503, description: 'STORE.UNAVAILABLE: the database cannot be reached; try again shortly.' },
  internal: { status: 500, description: 'INTERNAL: our fault; quote the correlation id.' },
} as const;

export type CommonRefusal = (typeof commonRefusals)[keyof typeof commonRefusals];
