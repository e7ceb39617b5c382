import { PASSWORD, type SignedUp, WorkspaceApp } from '../../test/support/workspace-app';

interface Page<T> {
  items: T[];
  nextCursor?: string;
}

describe('members of a workspace, on the store', () => {
  let workspace: WorkspaceApp;
  let owner: SignedUp;
  let base: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    base = `/v1/workspaces/${owner.workspaceId}`;
  });

  const as = (person: SignedUp) => workspace.as(person.token);
  const join = async (role: string): Promise<SignedUp> => {
    const person = await workspace.signUp();
    await workspace.takeMails();
    await as(owner).call('POST', `${base}/invites`, { email: person.email, role });
    const token = await workspace.takeLink();
    const { status } = await as(person).call('POST', '/v1/invites/accept', { token });
    if (status !== 200) throw new Error(`Not joined: ${status}`);
    return person;
  };
  const rolesNow = async () => {
    const { body } = await as(owner).call<Page<{ userId: string; role: string }>>('GET', `${base}/members`);
    return Object.fromEntries(body.items.map(({ userId, role }) => [userId, role]));
  };

  it('a user owns several workspaces and sees them page by page', async () => {
    for (const name of ['Two', 'Three'])
      expect((await as(owner).call('POST', '/v1/workspaces', { name })).status).toBe(201);
    const first = await as(owner).call<Page<{ name: string; role: string }>>('GET', '/v1/workspaces?limit=2');
    const cursor = first.body.nextCursor ?? '';
    const second = await as(owner).call<Page<{ name: string }>>('GET', `/v1/workspaces?limit=2&cursor=${cursor}`);
    expect([...first.body.items, ...second.body.items]).toHaveLength(3);
    expect(second.body.nextCursor).toBeUndefined();
    expect(first.body.items.every(({ role }) => role === 'owner')).toBe(true);
  });

  it('is renamed by an admin, not by an agent', async () => {
    const admin = await join('admin');
    const agent = await join('agent');
    expect((await as(agent).call('PATCH', base, { name: 'Mine' })).status).toBe(403);
    expect((await as(admin).call('PATCH', base, { name: 'Luna' })).body).toMatchObject({ name: 'Luna' });
    expect((await as(agent).call('GET', base)).body).toMatchObject({ name: 'Luna', timeZone: 'UTC', demoMode: false });
  });

  it('have their role changed, at once, up to the role of who asks', async () => {
    const admin = await join('admin');
    const agent = await join('agent');
    const change = (person: SignedUp, who: SignedUp, role: string) =>
      as(person).call('PATCH', `${base}/members/${who.userId}`, { role });
    expect((await change(agent, admin, 'viewer')).code).toBe('ACCESS.FORBIDDEN');
    expect((await change(admin, owner, 'viewer')).code).toBe('MEMBER.ABOVE_OWN_ROLE');
    expect((await change(admin, agent, 'owner')).code).toBe('MEMBER.ABOVE_OWN_ROLE');
    expect((await change(admin, agent, 'admin')).status).toBe(204);
    expect((await as(agent).call('PATCH', base, { name: 'Mine' })).status).toBe(200);
    expect((await change(owner, { ...agent, userId: 'nobody' }, 'viewer')).code).toBe('MEMBER.NOT_FOUND');
    expect((await change(owner, agent, 'boss')).status).toBe(400);
  });

  it('never lose the last owner, also when two owners leave at the same moment', async () => {
    const second = await join('admin');
    expect((await as(owner).call('DELETE', `/v1/me/workspaces/${owner.workspaceId}`)).code).toBe('MEMBER.LAST_OWNER');
    expect((await as(owner).call('DELETE', `${base}/members/${owner.userId}`)).code).toBe('MEMBER.LAST_OWNER');
    await as(owner).call('PATCH', `${base}/members/${second.userId}`, { role: 'owner' });
    const leave = (person: SignedUp) => as(person).call('DELETE', `/v1/me/workspaces/${owner.workspaceId}`);
    const answers = await Promise.all([leave(owner), leave(second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const owners = await workspace.rows
      .collection('memberships')
      .countDocuments({ workspaceId: owner.workspaceId, role: 'owner' });
    expect(owners).toBe(1);
  });

  it('are out at once when they are removed or leave', async () => {
    const agent = await join('agent');
    const viewer = await join('viewer');
    expect((await as(owner).call('DELETE', `${base}/members/${agent.userId}`)).status).toBe(204);
    expect((await as(viewer).call('DELETE', `/v1/me/workspaces/${owner.workspaceId}`)).status).toBe(204);
    expect((await as(agent).call('GET', base)).status).toBe(404);
    expect((await as(viewer).call('GET', base)).status).toBe(404);
    expect(await rolesNow()).toEqual({ [owner.userId]: 'owner' });
  });

  it('hand the ownership over with the password, and not otherwise', async () => {
    const admin = await join('admin');
    const transfer = (person: SignedUp, userId: string, password: string) =>
      as(person).call('POST', `${base}/transfer`, { userId, password });
    expect((await transfer(admin, admin.userId, PASSWORD)).status).toBe(403);
    expect((await transfer(owner, admin.userId, 'wrong password')).code).toBe('AUTH.PASSWORD_WRONG');
    expect((await transfer(owner, 'nobody', PASSWORD)).code).toBe('MEMBER.NOT_FOUND');
    expect((await transfer(owner, admin.userId, PASSWORD)).status).toBe(204);
    expect(await rolesNow()).toEqual({ [owner.userId]: 'admin', [admin.userId]: 'owner' });
    expect((await as(owner).call('DELETE', base)).status).toBe(403);
  });

  it('find nothing any more once the owner has deleted the workspace', async () => {
    const viewer = await join('viewer');
    await workspace.takeMails();
    await as(owner).call('POST', `${base}/invites`, { email: 'late@shop.example', role: 'agent' });
    const token = await workspace.takeLink();
    expect((await as(viewer).call('DELETE', base)).status).toBe(403);
    expect((await as(owner).call('DELETE', base)).status).toBe(204);
    for (const person of [owner, viewer]) expect((await as(person).call('GET', base)).status).toBe(404);
    expect((await workspace.as().call('POST', '/v1/invites/lookup', { token })).code).toBe('INVITE.NOT_FOUND');
    expect((await as(owner).call<Page<object>>('GET', '/v1/workspaces')).body.items).toEqual([]);
  });

  it('leave an entry in the audit trail for each change', async () => {
    const person = await join('agent');
    await as(owner).call('PATCH', `${base}/members/${person.userId}`, { role: 'viewer' });
    await as(owner).call('DELETE', `${base}/members/${person.userId}`);
    await as(owner).call('PATCH', base, { name: 'Luna' });
    await as(owner).call('DELETE', base);
    const rows = await workspace.rows
      .collection('auditEntries')
      .find({ workspaceId: owner.workspaceId })
      .sort({ at: 1, _id: 1 })
      .toArray();
    expect(rows.map(({ action }) => String(action))).toEqual(
      expect.arrayContaining([
        'invite.sent',
        'invite.accepted',
        'member.role-changed',
        'member.removed',
        'workspace.renamed',
        'workspace.deleted',
      ]),
    );
    expect(JSON.stringify(rows)).not.toContain(person.email);
  });
});
