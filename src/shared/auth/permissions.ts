/** Roles of a workspace member, most powerful first. */
export const ROLES = ['owner', 'admin', 'agent', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

interface PermissionRule {
  /** The least powerful role that has it; the more powerful ones have it, too. */
  from: Role;
  about: string;
  /** Never granted to an API key. */
  peopleOnly?: true;
}

/** The one table of who may do what: viewers read, agents work the inbox and the CRM, admins configure, owners end it. */
const TABLE = {
  'workspace.read': { from: 'viewer', about: 'See the workspace.' },
  'settings.read': { from: 'viewer', about: 'See the settings.' },
  'members.read': { from: 'viewer', about: 'See who belongs to the workspace.' },
  'conversations.read': { from: 'viewer', about: 'See the inbox.' },
  'messages.read': { from: 'viewer', about: 'Read messages.' },
  'contacts.read': { from: 'viewer', about: 'See the CRM.' },
  'attention.read': { from: 'viewer', about: 'See what waits for somebody, whatever it is.' },
  'escalations.read': { from: 'viewer', about: 'See which conversations wait for a person.' },
  'automations.read': { from: 'viewer', about: 'See automations and their figures.' },
  'accounts.read': { from: 'viewer', about: 'See connected Instagram accounts.' },
  'knowledge.read': { from: 'viewer', about: 'See and search the knowledge base.' },
  'reports.read': { from: 'viewer', about: 'See reports.' },
  'conversations.hold': { from: 'agent', about: 'Silence the bot in a conversation, and let it speak again.' },
  'conversations.write': { from: 'agent', about: 'Assign, close, snooze, mark and block conversations.' },
  'messages.send': { from: 'agent', about: 'Write to people.' },
  'contacts.write': { from: 'agent', about: 'Change contacts.' },
  'support.write': { from: 'agent', about: 'Ask the people who run Parley for help.' },
  'escalations.work': { from: 'agent', about: 'Open, take, assign and rate escalations, and leave notes on them.' },
  'escalations.resolve': { from: 'agent', about: 'Resolve, cancel and reopen escalations.' },
  'automations.simulate': { from: 'agent', about: 'Try automations out in the simulator.' },
  'knowledge.ask': { from: 'agent', about: 'Have questions answered from the knowledge base.' },
  'crm.manage': { from: 'admin', about: 'Shape the CRM: pipelines, custom fields, tags; import and merge contacts.' },
  'workspace.manage': { from: 'admin', about: 'Change the workspace and its settings.' },
  'automations.write': { from: 'admin', about: 'Create, change and switch automations.' },
  'knowledge.write': { from: 'admin', about: 'Change the knowledge base.' },
  'accounts.write': { from: 'admin', about: 'Connect and disconnect Instagram accounts.' },
  'webhooks.manage': { from: 'admin', about: 'Have what happens sent to other systems.' },
  'audit.read': { from: 'admin', about: 'Read who did what in the workspace.' },
  'members.manage': { from: 'admin', about: 'Invite and remove members, change their roles.', peopleOnly: true },
  'api-keys.read': { from: 'admin', about: 'See API keys, never their secrets.', peopleOnly: true },
  'api-keys.manage': { from: 'admin', about: 'Create and revoke API keys.', peopleOnly: true },
  'privacy.manage': { from: 'admin', about: 'Export and erase what is stored about a person.', peopleOnly: true },
  'workspace.export': { from: 'owner', about: 'Export all that the workspace holds.', peopleOnly: true },
  'workspace.transfer': { from: 'owner', about: 'Hand the workspace to another owner.', peopleOnly: true },
  'workspace.delete': { from: 'owner', about: 'Delete the workspace with all it holds.', peopleOnly: true },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof TABLE;

const RULES: Readonly<Record<Permission, PermissionRule>> = TABLE;
export const PERMISSIONS = Object.keys(TABLE) as Permission[];

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ofRole('owner'),
  admin: ofRole('admin'),
  agent: ofRole('agent'),
  viewer: ofRole('viewer'),
};

export function roleMay(role: Role, permission: Permission): boolean {
  return permissionsOf[role].includes(permission);
}

/** What an API key can be given at all. */
export const grantablePermissions: readonly Permission[] = PERMISSIONS.filter(
  (permission) => RULES[permission].peopleOnly !== true,
);

export interface PermissionRow {
  permission: Permission;
  about: string;
  roles: readonly Role[];
  /** Whether an API key can have it. */
  apiKeys: boolean;
}

/** The table as documents show it. */
export const permissionTable: readonly PermissionRow[] = PERMISSIONS.map((permission) => ({
  permission,
  about: RULES[permission].about,
  roles: ROLES.filter((role) => roleMay(role, permission)),
  apiKeys: grantablePermissions.includes(permission),
}));

function ofRole(role: Role): readonly Permission[] {
  return PERMISSIONS.filter((permission) => ROLES.indexOf(role) <= ROLES.indexOf(RULES[permission].from));
}
