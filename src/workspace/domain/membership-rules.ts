import type { Role } from '../../shared/auth';

/** Why a change of membership is refused. */
export type MembershipProblem = 'above-own-role' | 'last-owner';

const POWER: Readonly<Record<Role, number>> = { owner: 4, admin: 3, agent: 2, viewer: 1 };

/** Whether `role` may give `other` to somebody, or take it away. */
export function reaches(role: Role, other: Role): boolean {
  return POWER[role] >= POWER[other];
}

export interface RoleChange {
  /** Role of the one who asks. */
  by: Role;
  from: Role;
  to: Role;
  /** Of the workspace, before the change. */
  owners: number;
}

/** Nobody touches a role above their own or gives one; a workspace keeps an owner. Null when it may happen. */
export function problemOfRoleChange({ by, from, to, owners }: RoleChange): MembershipProblem | null {
  if (!reaches(by, from) || !reaches(by, to)) return 'above-own-role';
  return from === 'owner' && to !== 'owner' && owners <= 1 ? 'last-owner' : null;
}

/** As for a change of role; who leaves by themselves asks with their own role. */
export function problemOfRemoval({ by, from, owners }: Omit<RoleChange, 'to'>): MembershipProblem | null {
  if (!reaches(by, from)) return 'above-own-role';
  return from === 'owner' && owners <= 1 ? 'last-owner' : null;
}
