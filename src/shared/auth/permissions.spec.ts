import { grantablePermissions, PERMISSIONS, permissionsOf, permissionTable, roleMay, ROLES } from './permissions';

describe('the permission table', () => {
  it('gives each role what the next less powerful one has, and more', () => {
    for (const [index, role] of ROLES.entries()) {
      const lesser = ROLES[index + 1];
      if (lesser === undefined) continue;
      expect(permissionsOf[role]).toEqual(expect.arrayContaining([...permissionsOf[lesser]]));
      expect(permissionsOf[role].length).toBeGreaterThan(permissionsOf[lesser].length);
    }
    expect(permissionsOf.owner).toEqual(PERMISSIONS);
  });

  it('lets viewers change nothing, and owners alone delete and transfer (S10)', () => {
    expect(permissionsOf.viewer.filter((permission) => !permission.endsWith('.read'))).toEqual([]);
    const ofOwners = PERMISSIONS.filter((permission) => !roleMay('admin', permission));
    expect(ofOwners).toEqual(expect.arrayContaining(['workspace.transfer', 'workspace.delete']));
    for (const permission of ofOwners) expect(permission).toMatch(/^workspace\./);
  });

  it('keeps from keys what could make more keys, members or owners', () => {
    expect(grantablePermissions).not.toEqual(expect.arrayContaining(['api-keys.manage']));
    for (const permission of PERMISSIONS.filter((one) => /^(api-keys|workspace\.(transfer|delete))/.test(one)))
      expect(grantablePermissions).not.toContain(permission);
  });

  it('is shown whole', () => {
    expect(permissionTable.map(({ permission }) => permission)).toEqual(PERMISSIONS);
    expect(permissionTable.find(({ permission }) => permission === 'messages.send')).toEqual({
      permission: 'messages.send',
      about: expect.any(String) as string,
      roles: ['owner', 'admin', 'agent'],
      apiKeys: true,
    });
  });
});
