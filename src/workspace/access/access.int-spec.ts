import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { until } from '../../../test/support/parley';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { AccessDirectory } from '../../shared/auth';
import { Contributions, type UserId, type WorkspaceId } from '../../shared/kernel';
import { ChangeFeed } from '../../shared/redis';
import { AccessRevisions } from '../access-revisions.port';

interface Key {
  id: string;
  secret: string;
  lastUsedAt?: string;
}

const WITHIN_MS = 1_000;

describe('access, on the store', () => {
  let workspace: WorkspaceApp;
  let other: NestFastifyApplication;
  let directoryElsewhere: AccessDirectory;
  let mia: SignedUp;
  let base: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    other = await workspace.anotherProcess();
    directoryElsewhere = other.get(Contributions).one(AccessDirectory);
    // The other process gets no hint, as if Redis were away: what it learns, it learns from the database.
    const { listeners } = other.get<{ listeners: Map<string, unknown> }>(ChangeFeed);
    listeners.clear();
  });
  afterAll(async () => {
    await other.close();
    await workspace.stop();
  });
  beforeEach(async () => {
    mia = await workspace.signUp();
    base = `/v1/workspaces/${mia.workspaceId}`;
  });

  const statusOf = async (token: string, url = '/v1/me') => (await workspace.as(token).call('GET', url)).status;
  const elsewhere = (check: (directory: AccessDirectory) => Promise<boolean>) =>
    until(() => check(directoryElsewhere), WITHIN_MS, 'the other process to notice');
  const sessionOf = ({ refreshToken }: SignedUp) => refreshToken.slice(3, 27);
  const roleElsewhere = ({ userId }: SignedUp) =>
    directoryElsewhere.roleOf(userId as UserId, mia.workspaceId as WorkspaceId);
  const newKey = async (body: object, token = mia.token) =>
    workspace.as(token).call<Key>('POST', `${base}/api-keys`, { name: 'Sync', ...body });
  /** Another member, by a row: invitations are another matter. */
  const addMember = async (role: string) => {
    const member = await workspace.signUp();
    await workspace.rows.collection<{ _id: string }>('memberships').insertOne({
      ...{ workspaceId: mia.workspaceId, userId: member.userId, role, createdAt: new Date() },
      _id: `m-${member.userId}`,
    });
    return member;
  };

  it('of somebody who logs out ends on every process within a second, without a hint', async () => {
    expect(await directoryElsewhere.findSession(sessionOf(mia))).toMatchObject({ userId: mia.userId });
    await workspace.as(mia.token).call('POST', '/v1/auth/logout');
    expect(await statusOf(mia.token)).toBe(401);
    await elsewhere(async (directory) => (await directory.findSession(sessionOf(mia))) === null);
  });

  it('changes with the role on every process within a second, without a hint', async () => {
    const agent = await addMember('admin');
    expect(await roleElsewhere(agent)).toBe('admin');
    const change = { role: 'viewer' };
    const { status } = await workspace.as(mia.token).call('PATCH', `${base}/members/${agent.userId}`, change);
    expect(status).toBe(204);
    expect(await statusOf(agent.token, `${base}/api-keys`)).toBe(403);
    await elsewhere(async () => (await roleElsewhere(agent)) === 'viewer');
  });

  it('lets a new member in at once, though they were turned away a moment ago', async () => {
    const bob = await workspace.signUp();
    expect(await statusOf(bob.token, base)).toBe(404);
    await workspace.rows.collection<{ _id: string }>('memberships').insertOne({
      ...{ workspaceId: mia.workspaceId, userId: bob.userId, role: 'viewer', createdAt: new Date() },
      _id: `m-${bob.userId}`,
    });
    expect(await statusOf(bob.token, base)).toBe(200);
  });

  describe('by an API key', () => {
    it('is to its workspace and its permissions only', async () => {
      const { status, body } = await newKey({ permissions: ['workspace.read'] });
      expect(status).toBe(201);
      const bob = await workspace.signUp();
      const answers = await Promise.all(
        [
          base,
          `${base}/members`,
          `${base}/api-keys`,
          `/v1/workspaces/${bob.workspaceId}`,
          '/v1/me',
          '/v1/admin/audit',
        ].map((url) => statusOf(body.secret, url)),
      );
      expect(answers).toEqual([200, 403, 403, 404, 403, 403]);
    });

    it('cannot be given what its creator may not do, nor what only people do', async () => {
      const admin = await addMember('admin');
      const beyond = await newKey({ permissions: ['workspace.delete'] }, admin.token);
      expect([beyond.status, beyond.code]).toEqual([400, 'REQUEST.INVALID']);
      const agent = await addMember('agent');
      expect((await newKey({ permissions: ['contacts.read'] }, agent.token)).status).toBe(403);
      for (const permissions of [[], ['nonsense'], [{ $ne: null }], 'contacts.read', undefined])
        expect((await newKey({ permissions })).status).toBe(400);
    });

    it('is refused with another secret, an old one, or none of ours', async () => {
      const { body } = await newKey({ permissions: ['workspace.read'] });
      const forged = `${body.secret.slice(0, -4)}AAAA`;
      for (const secret of [forged, `pk_${'0'.repeat(24)}_${'x'.repeat(43)}`, 'pk_', `pk_${body.id}`])
        expect(await statusOf(secret, base)).toBe(401);
    });

    it('ends when the key is revoked, on every process within a second, without a hint', async () => {
      const { body } = await newKey({ permissions: ['workspace.read'] });
      expect(await directoryElsewhere.useApiKey(body.secret)).toMatchObject({ id: body.id });
      expect((await workspace.as(mia.token).call('DELETE', `${base}/api-keys/${body.id}`)).status).toBe(204);
      expect(await statusOf(body.secret, base)).toBe(401);
      await elsewhere(async (directory) => (await directory.useApiKey(body.secret)) === null);
      const again = await workspace.as(mia.token).call('DELETE', `${base}/api-keys/${body.id}`);
      expect(again.code).toBe('API_KEY.NOT_FOUND');
    });

    it('ends when the key expires', async () => {
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      const { body } = await newKey({ permissions: ['workspace.read'], expiresAt });
      expect(await statusOf(body.secret, base)).toBe(200);
      const past = { $set: { expiresAt: new Date(Date.now() - 1) } };
      await workspace.rows.collection<{ _id: string }>('apiKeys').updateOne({ _id: body.id }, past);
      expect(await directoryElsewhere.useApiKey(body.secret)).toBeNull();
      expect((await newKey({ permissions: ['workspace.read'], expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
    });

    it('shows the secret once, keeps its hash only, and when the key was used', async () => {
      const { body } = await newKey({ permissions: ['workspace.read'] });
      await statusOf(body.secret, base);
      const list = async () => (await workspace.as(mia.token).call<{ items: Key[] }>('GET', `${base}/api-keys`)).body;
      await until(async () => (await list()).items[0]?.lastUsedAt !== undefined, 5_000, 'the use to be noted');
      const shown = JSON.stringify(await list());
      const stored = JSON.stringify(await workspace.rows.collection('apiKeys').find().toArray());
      for (const text of [shown, stored]) expect(text).not.toContain(body.secret.split('_')[2]);
      expect(shown).not.toContain('Hash');
    });
  });

  describe('of a platform admin', () => {
    const REASON = { 'x-acting-reason': 'Support case 1234 of the owner' };
    let root: SignedUp;

    beforeEach(async () => {
      root = await workspace.signUp();
      const asAdmin = { $set: { platformAdmin: true } };
      await workspace.rows.collection<{ _id: string }>('users').updateOne({ _id: root.userId }, asAdmin);
      await workspace.app.get(AccessRevisions).bump({ userId: root.userId as UserId });
    });

    const visit = (headers: Record<string, string>, url = base) =>
      workspace.as(root.token).call('GET', url, undefined, headers);

    it('to a workspace of others needs a reason, which the audit trail keeps', async () => {
      expect((await visit({})).status).toBe(404);
      const short = await visit({ 'x-acting-reason': 'because' });
      expect([short.status, short.code]).toEqual([400, 'REQUEST.INVALID']);
      expect((await visit(REASON)).status).toBe(200);
      const entry = await workspace.rows.collection('auditEntries').findOne({ action: 'workspace.acted-in' });
      expect(entry).toMatchObject({
        workspaceId: mia.workspaceId,
        actor: { kind: 'user', userId: root.userId, actingReason: REASON['x-acting-reason'] },
        details: { permission: 'workspace.read', method: 'GET' },
      });
    });

    it('is not what somebody else gets by the same words', async () => {
      const bob = await workspace.signUp();
      expect((await workspace.as(bob.token).call('GET', base, undefined, REASON)).status).toBe(404);
    });

    it('stays for reading when the workspace is suspended, while its members are kept out', async () => {
      const suspended = { $set: { suspendedAt: new Date() } };
      await workspace.rows.collection<{ _id: string }>('workspaces').updateOne({ _id: mia.workspaceId }, suspended);
      const refused = await workspace.as(mia.token).call('GET', base);
      expect([refused.status, refused.code]).toEqual([403, 'WORKSPACE.SUSPENDED']);
      expect((await visit(REASON)).status).toBe(200);
      const write = await workspace.as(root.token).call('PATCH', base, { name: 'Other' }, REASON);
      expect([write.status, write.code]).toEqual([403, 'WORKSPACE.SUSPENDED']);
    });
  });

  it('that is refused to somebody known is in the audit trail', async () => {
    await workspace.as(mia.token).call('GET', '/v1/admin/audit');
    // Nobody waits for the note.
    const entries = workspace.rows.collection('auditEntries');
    const noted = () => entries.findOne({ action: 'access.refused', 'actor.userId': mia.userId });
    await until(async () => (await noted()) !== null, 5_000, 'the note of the refusal');
    expect(await noted()).toMatchObject({ details: { code: 'ACCESS.FORBIDDEN', route: 'GET /v1/admin/audit' } });
  });

  describe('ended by deleting the account', () => {
    const remove = (token: string, password = PASSWORD) =>
      workspace.as(token).call<{ errors?: { field: string }[] }>('DELETE', '/v1/me', { password });

    it('needs the password, and takes workspaces along that nobody else is in', async () => {
      expect((await remove(mia.token, 'wrong password')).code).toBe('AUTH.PASSWORD_WRONG');
      expect((await remove(mia.token)).status).toBe(204);
      expect(await statusOf(mia.token)).toBe(401);
      expect((await workspace.logIn(mia.email)).status).toBe(401);
      for (const collection of ['users', 'memberships', 'refreshTokens', 'oneTimeTokens']) {
        const rows = JSON.stringify(await workspace.rows.collection(collection).find().toArray());
        expect([collection, rows.includes(mia.userId), rows.includes(mia.email)]).toEqual([collection, false, false]);
      }
      const left = { _id: mia.workspaceId, deletedAt: { $exists: false } };
      expect(await workspace.rows.collection<{ _id: string }>('workspaces').countDocuments(left)).toBe(0);
    });

    it('is refused while others would lose their only owner, and says where', async () => {
      await addMember('agent');
      const refused = await remove(mia.token);
      expect([refused.status, refused.code]).toEqual([409, 'USER.SOLE_OWNER']);
      expect(refused.body.errors?.map(({ field }) => field)).toEqual([`workspaces.${mia.workspaceId}`]);
      expect(await statusOf(mia.token)).toBe(200);
    });

    it('leaves workspaces of others as they are', async () => {
      const agent = await addMember('agent');
      expect((await remove(agent.token)).status).toBe(204);
      const { body } = await workspace.as(mia.token).call<{ items: unknown[] }>('GET', `${base}/members`);
      expect(body.items).toHaveLength(1);
    });
  });
});
