import type { DirectoryWorkspace } from './access-directory';
import { type Permission, permissionsOf, type Role, roleMay } from './permissions';
import type { KeyHolder, Principal, SignedInUser } from './principal';

/** A platform admin in somebody's workspace can do what its admins can; what is the owner's alone stays so. */
const ACTING_ROLE: Role = 'admin';

export interface TenantRequest {
  principal: Principal;
  /** Null when there is none with this id. */
  workspace: DirectoryWorkspace | null;
  /** Of a person in it; null for those who are no members. */
  role: Role | null;
  permission: Permission;
  /** Changes nothing. */
  isRead: boolean;
  /** Why a platform admin acts here, as they said. */
  actingReason?: string;
  /** Platform admins need a second factor wherever they act as such. */
  adminsNeedSecondFactor: boolean;
}

export type TenantVerdict =
  | { kind: 'allowed'; acting: boolean }
  | { kind: 'not-found' | 'suspended' | 'second-factor' }
  | { kind: 'forbidden'; who: string };

/** Who may do what in a workspace. What strangers may not even know of looks as if it did not exist. */
export function tenantVerdict(request: TenantRequest): TenantVerdict {
  const { principal, workspace } = request;
  if (workspace === null) return { kind: 'not-found' };
  return principal.kind === 'api-key'
    ? verdictOfKey(principal, workspace, request.permission)
    : verdictOfPerson(principal, workspace, request);
}

/** All that one who was let in may do. */
export function grantedTo({
  principal,
  role,
  actingReason,
}: Pick<TenantRequest, 'principal' | 'role' | 'actingReason'>): readonly Permission[] {
  if (principal.kind === 'api-key') return principal.permissions;
  const acted = isActing(principal, actingReason) ? ACTING_ROLE : role;
  return acted === null ? [] : permissionsOf[acted];
}

const isActing = ({ platformAdmin }: SignedInUser, reason: string | undefined): boolean =>
  platformAdmin && reason !== undefined;

function verdictOfPerson(
  principal: SignedInUser,
  workspace: DirectoryWorkspace,
  request: TenantRequest,
): TenantVerdict {
  const acting = isActing(principal, request.actingReason);
  const role = acting ? ACTING_ROLE : request.role;
  if (role === null) return { kind: 'not-found' };
  if (workspace.suspended && !(acting && request.isRead)) return { kind: 'suspended' };
  if (lacksSecondFactor(principal, acting ? request.adminsNeedSecondFactor : workspace.requiresSecondFactor))
    return { kind: 'second-factor' };
  if (!roleMay(role, request.permission)) return { kind: 'forbidden', who: `Your role (${role})` };
  return { kind: 'allowed', acting };
}

function verdictOfKey(key: KeyHolder, workspace: DirectoryWorkspace, permission: Permission): TenantVerdict {
  if (key.workspaceId !== workspace.id) return { kind: 'not-found' };
  if (workspace.suspended) return { kind: 'suspended' };
  if (!key.permissions.includes(permission)) return { kind: 'forbidden', who: 'This API key' };
  return { kind: 'allowed', acting: false };
}

const lacksSecondFactor = (user: SignedInUser, required: boolean) => required && !user.secondFactor;
