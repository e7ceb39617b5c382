import { systemCaller } from '../../shared/kernel';
import { newTestName } from '../../../test/support/test-name';
import { PASSWORD, WorkspaceApp } from '../../../test/support/workspace-app';
import { WorkspaceFacade } from '../workspace.facade';

describe('settings of the interface, on the store', () => {
  let workspace: WorkspaceApp;
  let root: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    const email = `${newTestName()}@shop.example`;
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    await workspace.app.get(WorkspaceFacade).createOwner(admin, systemCaller('test', 'corr-0001'));
    root = (await workspace.logIn(email)).body.token;
  });
  afterAll(() => workspace.stop());

  const put = (uiTheme: unknown, token = root) => workspace.as(token).call('PUT', '/v1/admin/ui-settings', { uiTheme });
  const get = (headers: Record<string, string> = {}) =>
    workspace.as().call('GET', '/v1/ui-settings', undefined, headers);

  it('have a default, and are one row whatever is set how often and at once (C20)', async () => {
    expect((await get()).body).toEqual({ uiTheme: 'legacy' });
    const answers = await Promise.all([put('comic'), put('legacy'), put('comic')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await put('comic')).body).toEqual({ uiTheme: 'comic' });
    expect((await get()).body).toEqual({ uiTheme: 'comic' });
    const rows = await workspace.rows.collection<{ _id: string }>('globalUiSettings').find().toArray();
    expect(rows.map(({ _id }) => _id)).toEqual(['global']);
  });

  it('are for everyone to read, and cached', async () => {
    const { headers, status } = await get();
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=60');
    const known = String(headers['etag']);
    expect((await get({ 'if-none-match': known })).status).toBe(304);
    expect((await get({ 'if-none-match': `"other", W/${known}` })).status).toBe(304);
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('are for platform admins to set', async () => {
    const mia = await workspace.signUp();
    expect((await put('comic', mia.token)).status).toBe(403);
    expect((await put('neon')).status).toBe(400);
    expect((await put({ $ne: 1 })).status).toBe(400);
  });
});
