import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiQuery } from '@nestjs/swagger';
import { openAccess, PERMISSION_EXTENSION } from '../http';
import type { Permission } from './permissions';

/** Who may call a route. Each route of a controller carries exactly one; without it the process does not start. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'signed-in' }
  | { kind: 'platform-admin' }
  | { kind: 'permission'; permission: Permission };

export const ACCESS_RULE = 'parley:access-rule';
export const TICKET_PURPOSE = 'parley:ticket-purpose';

function declare(rule: AccessRule, shown: string): MethodDecorator {
  return applyDecorators(SetMetadata(ACCESS_RULE, rule), ApiExtension(PERMISSION_EXTENSION, shown));
}

/** Anyone, signed in or not. */
export const Public = () => declare({ kind: 'public' }, openAccess.public);

/** Any signed-in user: for routes about the user alone. */
export const Authenticated = () => declare({ kind: 'signed-in' }, openAccess.signedIn);

/** Platform admins: for `/v1/admin/…`. */
export const PlatformAdmin = () => declare({ kind: 'platform-admin' }, openAccess.platformAdmin);

/** Members of `:workspaceId` whose role has `permission`, and its API keys that have it. */
export const Requires = (permission: Permission) => declare({ kind: 'permission', permission }, permission);

/**
 * Beside the rule of a GET route: a browser's EventSource, which sends no header, may show a ticket of `StreamTickets`
 * with this purpose as `?ticket=` instead. The rule judges the person behind it as always.
 */
export const AcceptsTicket = (purpose: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(TICKET_PURPOSE, purpose),
    ApiQuery({
      name: 'ticket',
      required: false,
      type: String,
      description: 'A ticket instead of the access token, good for one connection.',
    }),
  );
