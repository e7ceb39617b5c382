import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { flows as flowsMigration } from '../../../migrations/0003-flows';
import { newTestName } from '../../../test/support/test-name';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import type { Database } from '../../shared/database';
import { systemCaller } from '../../shared/kernel';
import { WorkspaceFacade } from '../../workspace';

interface Intent {
  id: string;
  value: string;
  description: string;
  scope: string;
}

const ADMIN_URL = '/v1/admin/automation-intents';
const MINE = { value: 'gift_card', description: 'Asks for a gift card.' };

describe('intents, on the store', () => {
  let workspace: WorkspaceApp;
  let root: string;
  let owner: SignedUp;
  let url: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    const email = `${newTestName()}@shop.example`;
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    await workspace.app.get(WorkspaceFacade).createOwner(admin, systemCaller('test', 'corr-0001'));
    root = (await workspace.logIn(email)).body.token;
    await migrate();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    url = `/v1/workspaces/${owner.workspaceId}/automation-intents`;
  });

  const migrate = () => flowsMigration.up(workspace.app.get<Connection>(getConnectionToken()).db as Database);
  const list = async (from: string, token: string) =>
    (await workspace.as(token).call<{ items: Intent[] }>('GET', from)).body.items;
  const add = (to: string, token: string, intent: object = MINE) =>
    workspace.as(token).call<Intent>('POST', to, intent);

  it('are ten at first, and stay as an admin leaves them', async () => {
    const first = await list(ADMIN_URL, root);
    expect(first.map(({ value }) => value)).toEqual([
      'book_appointment',
      'capture_lead',
      'delivery',
      'handle_support',
      'human',
      'none',
      'order_now',
      'order_status',
      'product_inquiry',
      'refund_exchange',
    ]);
    const human = first.find(({ value }) => value === 'human')?.id ?? '';
    const described = await workspace.as(root).call('PATCH', `${ADMIN_URL}/${human}`, { description: 'A person.' });
    expect(described.body).toMatchObject({ value: 'human', description: 'A person.', scope: 'platform' });
    await migrate();
    expect((await list(ADMIN_URL, root)).find(({ id }) => id === human)).toMatchObject({ description: 'A person.' });
  });

  it('have one of each name in a scope, however many add it at once', async () => {
    const added = await Promise.all(Array.from({ length: 6 }, () => add(url, owner.token)));
    expect(added.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = added.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set(['409 AUTOMATION.INTENT_TAKEN']),
    );
    const other = await workspace.signUp();
    const elsewhere = `/v1/workspaces/${other.workspaceId}/automation-intents`;
    expect((await add(elsewhere, other.token)).status).toBe(201);
  });

  it('of a workspace stand beside those of the platform, and in place of one of the same name', async () => {
    await add(url, owner.token);
    await add(url, owner.token, { value: 'delivery', description: 'Asks when our van comes.' });
    const all = await list(url, owner.token);
    expect(all).toHaveLength(11);
    expect(all.filter(({ scope }) => scope === 'workspace').map(({ value }) => value)).toEqual([
      'delivery',
      'gift_card',
    ]);
    const stranger = await workspace.signUp();
    expect(await list(`/v1/workspaces/${stranger.workspaceId}/automation-intents`, stranger.token)).toHaveLength(10);
  });

  it('of a workspace are changed and removed by it alone', async () => {
    const { body } = await add(url, owner.token);
    const stranger = await workspace.signUp();
    const theirs = `/v1/workspaces/${stranger.workspaceId}/automation-intents/${body.id}`;
    for (const method of ['PATCH', 'DELETE'] as const) {
      const change = method === 'PATCH' ? { description: 'x' } : undefined;
      expect((await workspace.as(stranger.token).call(method, theirs, change)).code).toBe(
        'AUTOMATION.INTENT_NOT_FOUND',
      );
    }
    const [platform] = await list(ADMIN_URL, root);
    const shared = await workspace.as(owner.token).call('DELETE', `${url}/${platform?.id}`);
    expect(shared.code).toBe('AUTOMATION.INTENT_NOT_FOUND');
    const changed = await workspace.as(owner.token).call('PATCH', `${url}/${body.id}`, { description: 'New' });
    expect(changed.body).toMatchObject({ value: 'gift_card', description: 'New' });
    expect((await workspace.as(owner.token).call('DELETE', `${url}/${body.id}`)).status).toBe(204);
    expect(await list(url, owner.token)).toHaveLength(10);
  });

  it.each([{ value: 'Gift card' }, { value: '' }, { value: 'x'.repeat(65) }, { description: '' }, { extra: 1 }])(
    'refuse %j',
    async (part) => {
      expect((await add(url, owner.token, { ...MINE, ...part })).code).toBe('REQUEST.INVALID');
    },
  );

  it('of the platform stay while a published flow asks for them', async () => {
    const { body } = await add(ADMIN_URL, root, {
      value: newTestName().toLowerCase().replaceAll('-', '_'),
      description: 'x',
    });
    const versions = workspace.rows.collection<{ _id: string }>('flowTemplateVersions');
    const version = { _id: newTestName(), templateId: 't', version: 1, status: 'published', intents: [body.value] };
    await versions.insertOne(version);
    const remove = () => workspace.as(root).call('DELETE', `${ADMIN_URL}/${body.id}`);
    expect((await remove()).code).toBe('AUTOMATION.INTENT_IN_USE');
    await versions.updateOne({ _id: version._id }, { $set: { status: 'archived' } });
    expect((await remove()).status).toBe(204);
  });
});
