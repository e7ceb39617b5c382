import { AutomationInstancesService } from '../../src/automation';
import { FlowsService } from '../../src/flows';
import { InstagramFacade } from '../../src/instagram';
import { newId, Secret, systemCaller, type WorkspaceId } from '../../src/shared/kernel';
import { priceFlow } from '../../src/seed/demo-flows';
import { WorkspaceFacade } from '../../src/workspace';
import { newTestName } from '../support/test-name';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../support/workspace-app';

const AT_ONCE = 50;

describe('what a plan limits', () => {
  let workspace: WorkspaceApp;
  let root: string;
  let owner: SignedUp;
  let workspaceId: WorkspaceId;
  const caller = systemCaller('test', 'corr-0001');

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    const email = `${newTestName()}@shop.example`;
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    await workspace.app.get(WorkspaceFacade).createOwner(admin, caller);
    root = (await workspace.logIn(email)).body.token;
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    workspaceId = owner.workspaceId as WorkspaceId;
  });

  const limit = (limits: Record<string, number>) =>
    workspace.as(root).call('PUT', `/v1/admin/workspaces/${workspaceId}/plan`, { limits });
  const usedOf = async (resource: string) => {
    type Usage = { resources: { resource: string; used: number; limit: number }[] };
    const { body } = await workspace.as(owner.token).call<Usage>('GET', `/v1/workspaces/${workspaceId}/usage`);
    return body.resources.find((one) => one.resource === resource);
  };
  const connect = () => {
    const id = newId();
    const account = { igUserId: `u${id}`, igScopedId: `s${id}`, username: 'luna', tokenExpiresAt: null };
    return workspace.app.get(InstagramFacade).connectAccount(workspaceId, { ...account, token: new Secret('token') });
  };

  it('automations: 50 who create one at once never pass it', async () => {
    const { id: templateId } = await workspace.app.get(FlowsService).publish(caller, priceFlow);
    await limit({ automations: 4 });
    const automations = workspace.app.get(AutomationInstancesService);
    const created = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, () =>
        automations.create({ ...caller, workspaceId }, { templateId, name: 'One' }),
      ),
    );
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    for (const one of created)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ code: 'PLAN.LIMIT_REACHED', facts: { used: 4, limit: 4 } });
    expect(await usedOf('automations')).toMatchObject({ used: 4, limit: 4 });
  });

  it('accounts: 50 who connect one at once never pass it', async () => {
    await limit({ instagramAccounts: 2 });
    const connected = await Promise.allSettled(Array.from({ length: AT_ONCE }, connect));
    expect(connected.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await usedOf('instagramAccounts')).toMatchObject({ used: 2, limit: 2 });
  });

  it('nothing, where no limit is set', async () => {
    await Promise.all(Array.from({ length: 5 }, connect));
    expect(await usedOf('instagramAccounts')).toMatchObject({ used: 5, limit: null });
  });

  it('features: what the plan leaves out is refused', async () => {
    const contacts = () => workspace.as(owner.token).call('GET', `/v1/workspaces/${workspaceId}/contacts`);
    expect((await contacts()).status).toBe(200);
    await workspace.as(root).call('PUT', `/v1/admin/workspaces/${workspaceId}/plan`, { features: { crm: false } });
    expect((await contacts()).code).toBe('PLAN.FEATURE');
  });

  it('and setting up is noted as it happens', async () => {
    type Progress = { steps: { step: string; completedAt: string | null }[] };
    const steps = async () => {
      const { body } = await workspace
        .as(owner.token)
        .call<Progress>('GET', `/v1/workspaces/${workspaceId}/onboarding`);
      return body.steps.flatMap(({ step, completedAt }) => (completedAt === null ? [] : [step]));
    };
    await connect();
    expect(await steps()).toEqual(['connect']);
    const { id: templateId } = await workspace.app.get(FlowsService).publish(caller, priceFlow);
    const demo = (enabled: boolean) =>
      workspace
        .as(owner.token)
        .call('PATCH', `/v1/workspaces/${workspaceId}/settings/demo-mode`, { values: { enabled } });
    await demo(true);
    const automations = workspace.app.get(AutomationInstancesService);
    const { id } = await automations.create({ ...caller, workspaceId }, { templateId, name: 'One' });
    expect(await steps()).toEqual(['connect', 'template']);
    await demo(false);
    await automations.setActive({ ...caller, workspaceId }, id, true);
    expect(await steps()).toEqual(['connect', 'template', 'publish']);
  });
});
