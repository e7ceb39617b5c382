import { type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { systemCaller } from '../../shared/kernel';
import { PlatformAdmins } from './platform-admins.service';

const caller = systemCaller('cli', 'corr-0001');

describe('platform admins, on the store', () => {
  let workspace: WorkspaceApp;
  let mia: SignedUp;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    mia = await workspace.signUp();
  });
  afterAll(() => workspace.stop());

  const set = (email: string, isAdmin: boolean) => workspace.app.get(PlatformAdmins).set(email, isAdmin, caller);
  const status = async () => (await workspace.as(mia.token).call('GET', '/v1/admin/users')).status;

  it('are made and unmade, at once, each with an entry in the audit trail', async () => {
    expect(await status()).toBe(403);
    await set(mia.email.toUpperCase(), true);
    expect(await status()).toBe(200);
    await set(mia.email, true);
    await set(mia.email, false);
    expect(await status()).toBe(403);
    const actions = (await workspace.auditActions()).filter((action) => action.startsWith('user.admin'));
    expect(actions).toEqual(['user.admin-granted', 'user.admin-revoked']);
  });

  it('are users', async () => {
    await expect(set('nobody@shop.example', true)).rejects.toMatchObject({ code: 'USER.NOT_FOUND' });
  });
});
