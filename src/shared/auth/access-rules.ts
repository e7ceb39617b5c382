import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { openAccess, PERMISSION_EXTENSION } from '../http';
import type { Permission } from './permissions';

/** Who may call a route. Each route of a controller carries exactly one; without it the process does not start. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'signed-in' }
  | { kind: 'platform-admin' }
  | { kind: 'permission'; permission: Permission };

export const ACCESS_RULE = 'parley:access-rule';

function declare(rule: AccessRule, shown: string): MethodDecorator {
  return applyDecorators(SetMetadata(ACCESS_RULE, rule), ApiExtension(PERMISSION_EXTENSION, shown));
}

/** Anyone, signed in or not. */
export const Public = () => declare({ kind: 'public' }, openAccess.public);

/** Any signed-in user: for routes about the user alone. */
export const Authenticated = () => declare({ kind: 'signed-in' }, openAccess.signedIn);

/** Platform admins: for `/v1/admin/…`. */
export const PlatformAdmin = () => declare({ kind: 'platform-admin' }, openAccess.platformAdmin);

/** Members of `:workspaceId` whose role has `permission`. */
export const Requires = (permission: Permission) => declare({ kind: 'permission', permission }, permission);
