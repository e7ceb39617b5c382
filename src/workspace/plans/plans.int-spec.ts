import { systemCaller, type WorkspaceId } from '../../shared/kernel';
import { until } from '../../../test/support/parley';
import { newTestName } from '../../../test/support/test-name';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { WorkspaceFacade } from '../workspace.facade';
import { CountedLimits } from './counted-limits.service';
import { Plans } from './plans.service';
import { Usage } from './usage.service';

interface Tier {
  id: string;
  name: string;
  isDefault: boolean;
  limits: Record<string, number | null>;
}

interface Problem {
  code: string;
  used: number;
  limit: number;
  renewsAt?: string;
}

describe('plans, on the store', () => {
  let workspace: WorkspaceApp;
  let root: string;
  let owner: SignedUp;
  let workspaceId: WorkspaceId;
  let usage: Usage;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    usage = workspace.app.get(Usage);
    const email = `${newTestName()}@shop.example`;
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    await workspace.app.get(WorkspaceFacade).createOwner(admin, systemCaller('test', 'corr-0001'));
    root = (await workspace.logIn(email)).body.token;
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    workspaceId = owner.workspaceId as WorkspaceId;
  });

  const admin = () => workspace.as(root);
  const newTier = async (part: object = {}) => {
    const { body, status } = await admin().call<Tier>('POST', '/v1/admin/tiers', { name: newTestName(), ...part });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const assign = (plan: object, to: string = workspaceId) =>
    admin().call('PUT', `/v1/admin/workspaces/${to}/plan`, plan);
  const settled = <T>(results: PromiseSettledResult<T>[]) =>
    results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const counter = () => workspace.rows.collection('usageCounters').findOne({ workspaceId });

  describe('tiers', () => {
    it('are for platform admins', async () => {
      for (const method of ['GET', 'POST'] as const)
        expect((await workspace.as(owner.token).call(method, '/v1/admin/tiers')).status).toBe(403);
    });

    it('are created, changed and deleted; what is not named is unlimited', async () => {
      const tier = await newTier({ limits: { automations: 3 }, features: { crm: false } });
      expect(tier).toMatchObject({ limits: { automations: 3, aiMessages: null }, features: { crm: false } });
      const url = `/v1/admin/tiers/${tier.id}`;
      const changed = await admin().call('PATCH', url, { limits: { automations: null, teamMembers: 2 } });
      expect(changed.body).toMatchObject({ limits: { automations: null, teamMembers: 2 }, features: { crm: false } });
      expect((await admin().call('DELETE', url)).status).toBe(204);
      expect((await admin().call('GET', url)).code).toBe('TIER.NOT_FOUND');
    });

    it.each([
      [{ limits: { automations: -1 } }],
      [{ limits: { automations: 1.5 } }],
      [{ limits: { automations: { $gt: 0 } } }],
      [{ limits: { bananas: 1 } }],
      [{ features: { crm: 'yes' } }],
      [{ status: 'gone' }],
      [{ name: '' }],
    ])('refuse %j', async (part) => {
      const { status } = await admin().call('POST', '/v1/admin/tiers', { name: newTestName(), ...part });
      expect(status).toBe(400);
    });

    it('have names of their own, in any spelling', async () => {
      const { name } = await newTier();
      const { code } = await admin().call('POST', '/v1/admin/tiers', { name: name.toUpperCase() });
      expect(code).toBe('TIER.NAME_TAKEN');
    });

    it('have one default among them, which stays', async () => {
      const first = await newTier({ isDefault: true });
      const second = await newTier({ isDefault: true });
      const { body } = await admin().call<{ items: Tier[] }>('GET', '/v1/admin/tiers?limit=100');
      expect(body.items.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([second.id]);
      const url = `/v1/admin/tiers/${second.id}`;
      for (const change of [{ isDefault: false }, { status: 'inactive' }, { status: 'deprecated' }])
        expect((await admin().call('PATCH', url, change)).code).toBe('TIER.DEFAULT_STAYS');
      expect((await admin().call('DELETE', url)).code).toBe('TIER.DEFAULT_STAYS');
      expect((await admin().call('DELETE', `/v1/admin/tiers/${first.id}`)).status).toBe(204);
    });

    it('stay while a workspace has them, and can be given while they are active', async () => {
      const tier = await newTier();
      const url = `/v1/admin/tiers/${tier.id}`;
      expect((await assign({ tierId: tier.id })).status).toBe(200);
      expect((await admin().call('DELETE', url)).code).toBe('TIER.IN_USE');
      expect((await admin().call('PATCH', url, { status: 'inactive' })).code).toBe('TIER.IN_USE');
      expect((await admin().call('PATCH', url, { status: 'deprecated' })).status).toBe(200);
      const other = await workspace.signUp();
      expect((await assign({ tierId: tier.id }, other.workspaceId)).code).toBe('TIER.NOT_ACTIVE');
      expect((await assign({ tierId: 'nothing' })).code).toBe('TIER.NOT_FOUND');
      expect((await assign({}, 'nowhere')).code).toBe('WORKSPACE.NOT_FOUND');
    });

    it('hold for their workspaces, with what these have of their own on top, on every process within a second', async () => {
      const other = await workspace.anotherProcess();
      const plans = other.get(Plans);
      const tier = await newTier({ limits: { aiMessages: 5, automations: 2 }, features: { crm: false } });
      await plans.of(workspaceId);
      await assign({ tierId: tier.id, limits: { automations: null } });
      const limits = async () => (await plans.limitsOf(workspaceId)).aiMessages;
      await until(async () => (await limits()) === 5, 1_000, 'the plan');
      expect(await plans.of(workspaceId)).toMatchObject({ limits: { automations: null }, features: { crm: false } });
      await admin().call('PATCH', `/v1/admin/tiers/${tier.id}`, { limits: { aiMessages: 6 } });
      await until(async () => (await limits()) === 6, 1_000, 'the changed tier');
      await other.close();
    });
  });

  describe('what is charged', () => {
    it('never passes the limit under 50 requests at once', async () => {
      await assign({ limits: { aiMessages: 20 } });
      const asked = await Promise.allSettled(
        Array.from({ length: 50 }, () => usage.reserve(workspaceId, 'aiMessages')),
      );
      expect(settled(asked)).toHaveLength(20);
      await Promise.all(settled(asked).map((reservation) => reservation.settle()));
      expect(await counter()).toMatchObject({ used: 20, taken: 20, reservations: [] });
      await expect(usage.reserve(workspaceId, 'aiMessages')).rejects.toMatchObject({
        code: 'PLAN.LIMIT_REACHED',
        facts: { resource: 'aiMessages', used: 20, limit: 20 },
      });
    });

    it('is not charged for what failed, and once for what was done', async () => {
      await assign({ limits: { aiMessages: 2 } });
      const first = await usage.reserve(workspaceId, 'aiMessages');
      const second = await usage.reserve(workspaceId, 'aiMessages');
      await expect(usage.reserve(workspaceId, 'aiMessages')).rejects.toMatchObject({ code: 'PLAN.LIMIT_REACHED' });
      await first.release();
      await first.release();
      expect(await first.settle()).toBe(false);
      expect(await second.settle()).toBe(true);
      expect(await second.settle()).toBe(false);
      await second.release();
      expect(await counter()).toMatchObject({ used: 1, taken: 1 });
    });

    it('comes free again when whoever reserved it died', async () => {
      await assign({ limits: { aiMessages: 1 } });
      const dead = await usage.reserve(workspaceId, 'aiMessages');
      await workspace.rows
        .collection('usageCounters')
        .updateOne({ workspaceId }, { $set: { 'reservations.0.expiresAt': new Date(Date.now() - 1) } });
      const next = await usage.reserve(workspaceId, 'aiMessages');
      expect(await dead.settle()).toBe(false);
      expect(await next.settle()).toBe(true);
      expect(await counter()).toMatchObject({ used: 1, taken: 1 });
    });

    it('comes free by the job, too', async () => {
      await usage.reserve(workspaceId, 'aiMessages', 3);
      await workspace.rows
        .collection('usageCounters')
        .updateOne({ workspaceId }, { $set: { 'reservations.0.expiresAt': new Date(Date.now() - 1) } });
      expect(await usage.releaseExpired(100)).toBe(1);
      expect(await counter()).toMatchObject({ used: 0, taken: 0, reservations: [] });
    });

    it('is counted by the month of the workspace, which does not slide from day to day (C16)', async () => {
      await (await usage.reserve(workspaceId, 'aiMessages')).settle();
      await (await usage.reserve(workspaceId, 'aiMessages')).settle();
      const rows = await workspace.rows.collection('usageCounters').find({ workspaceId }).toArray();
      expect(rows).toMatchObject([{ used: 2, period: new Date().toISOString().slice(0, 7) }]);
    });
  });

  describe('what is counted', () => {
    it('never passes the limit when 50 invite at once', async () => {
      await assign({ limits: { teamMembers: 6 } });
      const url = `/v1/workspaces/${workspaceId}/invites`;
      const answers = await Promise.all(
        Array.from({ length: 50 }, () =>
          workspace
            .as(owner.token)
            .call<Problem>('POST', url, { email: `${newTestName()}@shop.example`, role: 'viewer' }),
        ),
      );
      const refused = answers.filter(({ status }) => status !== 201);
      expect(answers.length - refused.length).toBe(5);
      expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(
        new Set(['429 PLAN.LIMIT_REACHED']),
      );
      expect(refused[0]?.body).toMatchObject({ resource: 'teamMembers', used: 6, limit: 6 });
    });

    it('needs no turn where nothing is limited', async () => {
      await workspace.app.get(CountedLimits).admit('nowhere' as WorkspaceId, 'teamMembers');
    });
  });

  it('are shown to members with what is used and when it renews', async () => {
    await assign({ limits: { aiMessages: 10, teamMembers: 4 }, features: { flowBuilder: false } });
    await (await usage.reserve(workspaceId, 'aiMessages', 2)).settle();
    await usage.reserve(workspaceId, 'aiMessages');
    const { body } = await workspace.as(owner.token).call<object>('GET', `/v1/workspaces/${workspaceId}/usage`);
    expect(body).toMatchObject({
      features: { flowBuilder: false, crm: true },
      period: { key: new Date().toISOString().slice(0, 7), timeZone: 'UTC' },
      resources: expect.arrayContaining([
        { resource: 'aiMessages', used: 2, reserved: 1, limit: 10 },
        { resource: 'teamMembers', used: 1, reserved: 0, limit: 4 },
      ]),
    });
  });

  it('are shown to members only (S9)', async () => {
    const stranger = await workspace.signUp();
    const { status } = await workspace.as(stranger.token).call('GET', `/v1/workspaces/${workspaceId}/usage`);
    expect(status).toBe(404);
  });
});
