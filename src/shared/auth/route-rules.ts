import type { AccessRule } from './access-rules';

/** One handler of a controller. `path` as declared, without slashes at its ends. */
export interface DeclaredRoute {
  handler: string;
  path: string;
  rule: AccessRule | undefined;
}

const TENANT_PREFIX = 'v1/workspaces/:workspaceId';
const ADMIN_PREFIX = 'v1/admin';

/** Routes whose access rule is missing or does not fit their path, each in words. */
export function routeProblems(routes: readonly DeclaredRoute[]): string[] {
  return routes.flatMap((route) => {
    const problem = problemOf(route);
    return problem === null ? [] : [`${route.handler} (/${route.path}) ${problem}`];
  });
}

function problemOf({ path, rule }: DeclaredRoute): string | null {
  if (rule === undefined) return 'declares neither @Requires, @Authenticated, @PlatformAdmin nor @Public';
  const tenant = isUnder(path, TENANT_PREFIX);
  if (tenant && rule.kind !== 'permission') return 'is a workspace route without @Requires';
  if (!tenant && rule.kind === 'permission') return `has @Requires outside /${TENANT_PREFIX}`;
  const admin = isUnder(path, ADMIN_PREFIX);
  if (admin !== (rule.kind === 'platform-admin')) return `pairs @PlatformAdmin and /${ADMIN_PREFIX} wrongly`;
  return null;
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
