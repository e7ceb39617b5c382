import type { AccessRule } from './access-rules';
import { routeProblems } from './route-rules';

const requires: AccessRule = { kind: 'permission', permission: 'contacts.read' };
const admin: AccessRule = { kind: 'platform-admin' };
const signedIn: AccessRule = { kind: 'signed-in' };
const open: AccessRule = { kind: 'public' };

describe('routeProblems', () => {
  it.each<[string, AccessRule | undefined, RegExp | null]>([
    ['v1/workspaces/:workspaceId/contacts', requires, null],
    ['v1/workspaces/:workspaceId', requires, null],
    ['v1/admin/audit', admin, null],
    ['v1/me', signedIn, null],
    ['v1/auth/login', open, null],
    ['v1/me', undefined, /declares neither/],
    ['v1/workspaces/:workspaceId/contacts', signedIn, /workspace route without @Requires/],
    ['v1/workspaces/:workspaceId/contacts', open, /workspace route without @Requires/],
    ['v1/workspaces/:workspaceId/contacts', admin, /workspace route without @Requires/],
    ['v1/contacts', requires, /@Requires outside/],
    ['v1/workspaces/:id/contacts', requires, /@Requires outside/],
    ['v1/admin/audit', signedIn, /pairs @PlatformAdmin/],
    ['v1/audit', admin, /pairs @PlatformAdmin/],
  ])('judges /%s with %j', (path, rule, problem) => {
    const problems = routeProblems([{ handler: 'XController.y', path, rule }]);
    if (problem === null) expect(problems).toEqual([]);
    else expect(problems).toEqual([expect.stringMatching(problem) as string]);
  });
});
