import { newTestName } from '../../../test/support/test-name';
import { PASSWORD, type SignedUp, type Tokens, WorkspaceApp } from '../../../test/support/workspace-app';

interface Invite {
  id: string;
  email: string;
  role: string;
  expiresAt: string;
}

const newAddress = () => `${newTestName()}@shop.example`;
const DAY_MS = 24 * 60 * 60 * 1000;

describe('invitations, on the store', () => {
  let workspace: WorkspaceApp;
  let owner: SignedUp;
  let base: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    base = `/v1/workspaces/${owner.workspaceId}/invites`;
    await workspace.takeMails();
  });

  const as = (person?: Tokens) => workspace.as(person?.token);
  const invite = (email: string, role = 'agent', by: Tokens = owner) =>
    as(by).call<Invite>('POST', base, { email, role });
  /** @returns the token of the mail. */
  const invited = async (email: string, role = 'agent') => {
    await workspace.takeMails();
    expect((await invite(email, role)).status).toBe(201);
    return workspace.takeLink();
  };
  const signUp = (token: string, password = PASSWORD) =>
    as().call<Tokens>('POST', '/v1/invites/sign-up', { token, name: 'Jo', password });
  const lookUp = (token: unknown) => as().call('POST', '/v1/invites/lookup', { token });
  const rows = () => workspace.rows.collection<{ _id: string }>('workspaceInvites');
  const expire = async (email: string) => {
    await rows().updateOne({ email, status: 'pending' }, { $set: { expiresAt: new Date(Date.now() - 1) } });
  };

  it('bring a newcomer in with a password of their own and a confirmed address', async () => {
    const email = newAddress();
    const token = await invited(`  ${email.toUpperCase()} `.trim());
    expect((await lookUp(token)).body).toMatchObject({ email, role: 'agent' });
    const { status, body } = await signUp(token);
    expect(status).toBe(201);
    const me = await as(body).call<{ email: string; workspaces: { id: string; role: string }[] }>('GET', '/v1/me');
    expect(me.body).toMatchObject({ email, workspaces: [{ id: owner.workspaceId, role: 'agent' }] });
    expect((await workspace.logIn(email)).status).toBe(200);
  });

  it('keep the rules for passwords', async () => {
    const token = await invited(newAddress());
    expect((await signUp(token, 'password123')).code).toBe('USER.WEAK_PASSWORD');
    expect((await signUp(token)).status).toBe(201);
  });

  it('bring a user in who is signed in with the address, and nobody else', async () => {
    const jo = await workspace.signUp();
    const eve = await workspace.signUp();
    const token = await invited(jo.email, 'viewer');
    expect((await as(eve).call('POST', '/v1/invites/accept', { token })).code).toBe('INVITE.OTHER_ADDRESS');
    expect((await as().call('POST', '/v1/invites/accept', { token })).status).toBe(401);
    const accepted = await as(jo).call('POST', '/v1/invites/accept', { token });
    expect(accepted.body).toEqual({ workspaceId: owner.workspaceId });
    expect((await as(jo).call('GET', `/v1/workspaces/${owner.workspaceId}`)).status).toBe(200);
  });

  it('log nobody into an existing account, and never show their token (S3)', async () => {
    const victim = await workspace.signUp();
    const token = await invited(victim.email, 'admin');
    const { status, code, body } = await signUp(token, 'another long password 7');
    expect([status, code]).toEqual([409, 'USER.EMAIL_TAKEN']);
    expect(JSON.stringify(body)).not.toMatch(/refreshToken|"token"/);
    expect((await workspace.logIn(victim.email)).status).toBe(200);
    expect((await workspace.logIn(victim.email, 'another long password 7')).status).toBe(401);
    const listed = await as(owner).call('GET', base);
    const stored = await rows().find().toArray();
    for (const text of [JSON.stringify(listed.body), JSON.stringify(stored)]) expect(text).not.toContain(token);
  });

  it.each([[{ $ne: null }], [{ $gt: '' }], [['a']], [''], [null], [7], ['x'.repeat(42)], ['x'.repeat(44)]])(
    'take no %j in place of a token (S4)',
    async (token) => {
      await invited(newAddress());
      for (const route of ['lookup', 'sign-up']) {
        const { status } = await as().call('POST', `/v1/invites/${route}`, { token, name: 'Jo', password: PASSWORD });
        expect([route, status]).toEqual([route, 400]);
      }
      expect((await as(owner).call('POST', '/v1/invites/accept', { token })).status).toBe(400);
    },
  );

  it('say the same of a token that is wrong, used, replaced, cancelled or expired', async () => {
    const [used, replaced, cancelled, expired] = [newAddress(), newAddress(), newAddress(), newAddress()];
    const tokens = ['w'.repeat(43)];
    tokens.push(await invited(used));
    await signUp(tokens[1] ?? '');
    tokens.push(await invited(replaced));
    tokens.push(await invited(cancelled));
    tokens.push(await invited(expired));
    const { body } = await as(owner).call<{ items: Invite[] }>('GET', base);
    const idOf = (email: string) => body.items.find((one) => one.email === email)?.id ?? '';
    await as(owner).call('POST', `${base}/${idOf(replaced)}/resend`);
    expect((await as(owner).call('DELETE', `${base}/${idOf(cancelled)}`)).status).toBe(204);
    await expire(expired);
    const answers = await Promise.all(tokens.map(lookUp));
    const told = answers.map(({ status, body: problem }) => ({ status, ...problem, correlationId: '' }));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toMatchObject({ status: 404, code: 'INVITE.NOT_FOUND' });
  });

  it('can be sent again, with a new link and seven new days', async () => {
    const email = newAddress();
    await invited(email);
    await expire(email);
    const [row] = await rows().find({ email }).toArray();
    const again = await as(owner).call<Invite>('POST', `${base}/${row?._id}/resend`);
    expect(again.status).toBe(200);
    const left = new Date(again.body.expiresAt).getTime() - Date.now();
    expect(left).toBeGreaterThan(6.9 * DAY_MS);
    expect(left).toBeLessThanOrEqual(7 * DAY_MS);
    expect((await signUp(await workspace.takeLink())).status).toBe(201);
  });

  it('are one an address, until they have expired', async () => {
    const email = newAddress();
    await invited(email);
    expect((await invite(email)).code).toBe('INVITE.PENDING');
    await expire(email);
    expect((await as(owner).call<{ items: Invite[] }>('GET', base)).body.items).toEqual([]);
    const statuses = (await Promise.all([invite(email), invite(email), invite(email)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409]);
  });

  it('are for others than members, and for roles up to one’s own but never owner', async () => {
    const admin = await workspace.signUp();
    const token = await invited(admin.email, 'admin');
    await as(admin).call('POST', '/v1/invites/accept', { token });
    expect((await invite(admin.email)).code).toBe('INVITE.ALREADY_MEMBER');
    expect((await invite(newAddress(), 'owner')).status).toBe(400);
    expect((await invite(newAddress(), 'admin', admin)).status).toBe(201);
    const viewer = await workspace.signUp();
    const second = await invited(viewer.email, 'viewer');
    await as(viewer).call('POST', '/v1/invites/accept', { token: second });
    expect((await invite(newAddress(), 'viewer', viewer)).status).toBe(403);
    expect((await as(viewer).call('GET', base)).status).toBe(403);
  });

  it('are used once, also when followed many times at once', async () => {
    const token = await invited(newAddress());
    const answers = await Promise.all(Array.from({ length: 5 }, () => signUp(token)));
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
  });

  it('cannot be handled from another workspace', async () => {
    const email = newAddress();
    await invited(email);
    const [row] = await rows().find({ email }).toArray();
    const eve = await workspace.signUp();
    const foreign = `/v1/workspaces/${eve.workspaceId}/invites/${row?._id}`;
    expect((await as(eve).call('DELETE', foreign)).code).toBe('INVITE.NOT_FOUND');
    expect((await as(eve).call('POST', `${foreign}/resend`)).code).toBe('INVITE.NOT_FOUND');
  });
});
