/** Roles of a workspace member, most powerful first. */
export const ROLES = ['owner', 'admin', 'agent', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const viewer = [
  'workspace.read',
  'members.read',
  'conversations.read',
  'messages.read',
  'contacts.read',
  'escalations.read',
  'automations.read',
  'accounts.read',
] as const;
const agent = [...viewer, 'conversations.hold', 'messages.send', 'contacts.write', 'escalations.resolve'] as const;
const admin = [...agent, 'workspace.manage', 'automations.write', 'accounts.write'] as const;

export type Permission = (typeof admin)[number];

/** The one table of who may do what: viewers read, agents work the inbox and the CRM, admins configure. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = { owner: admin, admin, agent, viewer };

export function roleMay(role: Role, permission: Permission): boolean {
  return permissionsOf[role].includes(permission);
}
