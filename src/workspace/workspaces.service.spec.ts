import { contextOf } from '../../test/support/audit';
import type { UserId, WorkspaceId } from '../shared/kernel';
import { permissionsOf, type Role } from '../shared/auth';
import type { User } from './domain/user';
import type { Membership, Workspace } from './domain/workspace';
import type { MembershipsRepository } from './repositories/memberships.repository';
import type { UsersRepository } from './repositories/users.repository';
import type { WorkspacesRepository } from './repositories/workspaces.repository';
import type { WorkspaceSettings } from './settings/workspace-settings.service';
import { WorkspacesService } from './workspaces.service';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

const user = (id: string): User => ({
  id: id as UserId,
  email: `${id}@shop.example`,
  passwordHash: 'hash',
  name: id.toUpperCase(),
  platformAdmin: false,
  createdAt: at(0),
});

const membership = (workspaceId: string, userId: string, role: Role, second: number): Membership => ({
  id: `${workspaceId}-${userId}`,
  workspaceId: workspaceId as WorkspaceId,
  userId: userId as UserId,
  role,
  createdAt: at(second),
});

const USERS = [user('ann'), user('bob')];
const WORKSPACES: Workspace[] = [
  { id: 'w1' as WorkspaceId, name: 'One', createdAt: at(0) },
  { id: 'w2' as WorkspaceId, name: 'Two', createdAt: at(0) },
];
const MEMBERSHIPS = [
  membership('w1', 'ann', 'owner', 3),
  membership('w1', 'bob', 'viewer', 2),
  membership('w1', 'left', 'viewer', 1),
  membership('w2', 'ann', 'agent', 1),
  membership('w9', 'ann', 'owner', 1),
];

const service = new WorkspacesService(
  {
    findById: async (id: UserId) => USERS.find((one) => one.id === id) ?? null,
    findMany: async (ids: readonly UserId[]) => USERS.filter((one) => ids.includes(one.id)),
  } as UsersRepository,
  {
    findById: async (id: WorkspaceId) => WORKSPACES.find((one) => one.id === id) ?? null,
    findMany: async (ids: readonly WorkspaceId[]) => WORKSPACES.filter((one) => ids.includes(one.id)),
  } as WorkspacesRepository,
  {
    listByUser: async (userId: UserId) => MEMBERSHIPS.filter((one) => one.userId === userId),
    listByWorkspace: async (workspaceId: WorkspaceId, limit: number) =>
      MEMBERSHIPS.filter((one) => one.workspaceId === workspaceId).slice(0, limit),
  } as MembershipsRepository,
  { reader: () => ({ of: async (id: string) => ({ enabled: id === 'w2' }) }) } as unknown as WorkspaceSettings,
);

const contextIn = (workspaceId: string) => contextOf(workspaceId, 'ann');

describe('WorkspacesService', () => {
  it('tells a user their workspaces, roles and permissions, and never the password hash', async () => {
    const me = await service.me('ann' as UserId);
    expect(me).toEqual({
      id: 'ann',
      email: 'ann@shop.example',
      name: 'ANN',
      platformAdmin: false,
      provisional: false,
      emailVerified: false,
      secondFactor: false,
      workspaces: [
        { id: 'w1', name: 'One', role: 'owner', permissions: permissionsOf.owner, banner: null },
        { id: 'w2', name: 'Two', role: 'agent', permissions: permissionsOf.agent, banner: 'demo-mode' },
      ],
    });
  });

  it('pages members and leaves out a user who is gone', async () => {
    expect(await service.members(contextIn('w1'), 3)).toEqual({
      items: [
        { userId: 'ann', name: 'ANN', email: 'ann@shop.example', role: 'owner', joinedAt: at(3) },
        { userId: 'bob', name: 'BOB', email: 'bob@shop.example', role: 'viewer', joinedAt: at(2) },
      ],
    });
    const first = await service.members(contextIn('w1'), 1);
    expect(first.items).toHaveLength(1);
    expect(first.nextCursor).toEqual(expect.any(String));
  });

  it('knows no workspace that does not exist', async () => {
    expect((await service.get(contextIn('w1'))).name).toBe('One');
    await expect(service.get(contextIn('w9'))).rejects.toMatchObject({ code: 'WORKSPACE.NOT_FOUND' });
  });

  it('refuses a foreign cursor', async () => {
    await expect(service.members(contextIn('w1'), 3, 'rubbish')).rejects.toMatchObject({ code: 'CURSOR.INVALID' });
  });
});
