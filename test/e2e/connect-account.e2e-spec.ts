import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley, until } from '../support/parley';
import { ownerOf, type Person } from '../support/people';

describe('an account whose sign-in was lost', () => {
  let parley: Parley;
  let owner: Person;

  beforeAll(async () => {
    parley = await Parley.start();
    owner = await ownerOf(parley);
  });
  afterAll(() => parley.stop());

  const url = (path: string) => `${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}/accounts${path}`;
  const call = async <T>(method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' };
    const answer = await fetch(url(path), { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return (await answer.json()) as T;
  };
  /** Of the page that the browser is led to. */
  const redirected = async (address: string | URL) =>
    new URL((await fetch(address, { redirect: 'manual' })).headers.get('location') ?? '');

  it('is connected again in place by its owner, and what waited to be sent is sent once', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.account(parley.account.id).revokeTokens();
    await lane.says('price?');
    const accounts = parley.database.collection<{ _id: string; status: string }>('instagramAccounts');
    await until(async () => (await accounts.findOne({}))?.status === 'revoked', 20_000, 'the account to be revoked');
    const id = (await accounts.findOne({}))?._id ?? '';

    const { authorizeUrl } = await call<{ authorizeUrl: string }>('POST', '/login', { accountId: id });
    const callback = await redirected(authorizeUrl);
    const returned = await redirected(`${parley.apiUrl}${callback.pathname}${callback.search}`);
    const login = returned.searchParams.get('login');
    const account = await call('POST', '/login/complete', { login });
    expect(account).toMatchObject({ id, status: 'connected' });

    await until(
      async () => {
        await lane.workIsDue();
        return (await parley.sentTo(lane.customer)).length > 0;
      },
      10_000,
      'the queue to be released',
    );
    await lane.endsWith([WHICH_PIECE]);
    expect(await call('GET', `/${id}/health`)).toMatchObject({ sendable: true, subscription: { complete: true } });
  });

  it('leaves no token in any log', async () => {
    const { accessToken } = (await parley.simulator.accounts())[0] ?? {};
    expect(accessToken).toMatch(/./);
    for (const secret of [accessToken ?? '', parley.account.accessToken ?? ''])
      expect(parley.logs()).not.toContain(secret);
  });

  it('has a command that says which setting is missing', async () => {
    await expect(parley.runCli(['instagram:doctor'])).rejects.toThrow(/PUBLIC_URL: Meta delivers webhooks to https/);
  });
});
