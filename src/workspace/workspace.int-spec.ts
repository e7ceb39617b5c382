import { visitor } from '../../test/support/audit';
import { WorkspaceApp } from '../../test/support/workspace-app';
import { WorkspaceFacade } from './workspace.facade';

const MIA = { email: 'mia@shop.example', password: 'correct horse battery', name: 'Mia', workspaceName: 'Shop' };

interface Me {
  id: string;
  workspaces: { id: string; role: string }[];
}

describe('signing up and in, on the store', () => {
  let workspace: WorkspaceApp;
  let app: WorkspaceApp['app'];

  beforeEach(async () => {
    workspace = await WorkspaceApp.start();
    ({ app } = workspace);
  });
  afterEach(() => workspace.stop());

  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url, payload, headers });
  const get = (url: string, token: string) => app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  const signUp = async (part: Partial<typeof MIA> = {}) =>
    (await post('/v1/auth/signup', { ...MIA, ...part })).json<{ token: string }>().token;

  it('takes a newcomer from sign-up to their own workspace', async () => {
    await signUp();
    const login = await post('/v1/auth/login', { email: 'MIA@shop.example', password: MIA.password });
    const { token } = login.json<{ token: string }>();
    const me = (await get('/v1/me', token)).json<Me>();
    expect(me).toMatchObject({ email: MIA.email, platformAdmin: false, workspaces: [{ name: 'Shop', role: 'owner' }] });
    const base = `/v1/workspaces/${me.workspaces[0]?.id}`;
    expect((await get(base, token)).json()).toMatchObject({ name: 'Shop' });
    expect((await get(`${base}/members`, token)).json()).toMatchObject({ items: [{ userId: me.id, role: 'owner' }] });
    const admin = await get('/v1/admin/audit', token);
    expect(admin.statusCode).toBe(403);
  });

  it('keeps tenants apart', async () => {
    const mia = await signUp();
    const bob = await signUp({ email: 'bob@shop.example', workspaceName: 'Other' });
    const { workspaces } = (await get('/v1/me', mia)).json<Me>();
    const response = await get(`/v1/workspaces/${workspaces[0]?.id}/members`, bob);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'WORKSPACE.NOT_FOUND']);
  });

  it('gives an address to one of many who sign up with it at once, and leaves nothing of the others', async () => {
    const attempts = Array.from({ length: 5 }, (_, index) => post('/v1/auth/signup', { ...MIA, name: `Mia ${index}` }));
    const statuses = (await Promise.all(attempts)).map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409]);
    const facade = app.get(WorkspaceFacade);
    const owner = await facade.ownerByEmail(MIA.email);
    expect(owner).not.toBeNull();
    if (owner !== null) expect(await facade.workspaceState(owner.workspaceId)).toEqual({ active: true });
  });

  it('signs up once under one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'sign-up-0001' };
    const first = await post('/v1/auth/signup', MIA, headers);
    const again = await post('/v1/auth/signup', MIA, headers);
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
  });

  it('shows platform admins who signed up and who failed to log in, newest first, page by page', async () => {
    const facade = app.get(WorkspaceFacade);
    const root = { ...MIA, email: 'root@shop.example', platformAdmin: true };
    const { userId } = await facade.createOwner(root, visitor);
    await post('/v1/auth/login', { email: root.email, password: 'wrong password' });
    const { token } = (await post('/v1/auth/login', { email: root.email, password: root.password })).json<{
      token: string;
    }>();
    const actions: string[] = [];
    let cursor = '';
    do {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await get(`/v1/admin/audit?limit=2${query}`, token)).json<AuditPage>();
      actions.push(...page.items.filter(({ target }) => target === userId).map(({ action }) => action));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(actions).toEqual(['user.logged-in', 'user.login-failed', 'user.signed-up']);
  });

  it('knows neither workspaces nor owners that do not exist', async () => {
    const facade = app.get(WorkspaceFacade);
    expect(await facade.ownerByEmail('nobody@shop.example')).toBeNull();
    expect(await facade.workspaceState('w9' as never)).toEqual({ active: false });
  });
});

interface AuditPage {
  items: { action: string; target: string }[];
  nextCursor?: string;
}
