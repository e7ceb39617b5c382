import { type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import type { InboxEventRow } from '../../conversations/schemas/inbox-event.schema';
import { Channel } from '../../conversations';
import { type AccountId, conversationIdOf, Contributions, newId, Secret, type WorkspaceId } from '../../shared/kernel';
import { CountedAccounts } from '../counted-accounts';
import type { AccountResponse } from '../dto/account.response';
import type { MockMessageResponse } from '../dto/mock.response';
import { InstagramFacade } from '../instagram.facade';

describe('a mock account', () => {
  let api: WorkspaceApp;
  let owner: SignedUp;

  beforeAll(async () => {
    // Whoever calls Instagram in here is refused the connection.
    api = await WorkspaceApp.start({ META_GRAPH_URL: 'http://127.0.0.1:9' });
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    owner = await api.signUp();
  });

  const url = () => `/v1/workspaces/${owner.workspaceId}/accounts`;
  const create = async (body: object = {}) =>
    (await api.as(owner.token).call<AccountResponse>('POST', `${url()}/mock`, body)).body;
  const write = (id: string, body: object, headers: Record<string, string> = {}) =>
    api.as(owner.token).call<MockMessageResponse>('POST', `${url()}/${id}/mock/messages`, body, headers);
  const eventsOf = (accountId: string) =>
    api.rows
      .collection<InboxEventRow>('inboxEvents')
      .find({ accountId: accountId as AccountId })
      .toArray();
  const lane = (accountId: string) => ({
    workspaceId: owner.workspaceId as WorkspaceId,
    accountId: accountId as AccountId,
    participantId: 'jane',
    correlationId: 'corr-0001',
  });

  it('is marked, one in each workspace, and takes no place of the plan', async () => {
    const account = await create({ username: 'luna.demo' });
    expect(account).toMatchObject({ kind: 'mock', username: 'luna.demo', status: 'connected' });
    expect((await create()).id).toBe(account.id);
    const { body } = await api.as(owner.token).call<{ items: AccountResponse[] }>('GET', url());
    expect(body.items).toMatchObject([{ id: account.id, kind: 'mock' }]);
    const workspaceId = owner.workspaceId as WorkspaceId;
    expect(await api.app.get(CountedAccounts).count(workspaceId)).toBe(0);
    expect(await api.app.get(InstagramFacade).unreportedAccounts(workspaceId)).toEqual([account.id]);
    expect(await api.auditActions()).toContain('account.mock-created');
  });

  it('is made once by those who ask at the same time', async () => {
    const made = await Promise.all([create(), create(), create()]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  it('takes messages of made-up people on the way of all others, once each', async () => {
    const { id } = await create();
    const key = { 'idempotency-key': newId() };
    const body = { participantId: 'jane', username: 'jane.doe', text: 'price?' };
    const first = await write(id, body, key);
    expect(first).toMatchObject({
      status: 202,
      body: { conversationId: conversationIdOf(id as AccountId, 'jane') },
    });
    expect((await write(id, body, key)).body).toEqual(first.body);
    await write(id, { participantId: 'jane', text: 'Opening hours', postbackPayload: 'HOURS' });
    const events = await eventsOf(id);
    expect(events.map(({ payload }) => payload)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'message', text: 'price?', username: 'jane.doe', mid: first.body.mid }),
        expect.objectContaining({ kind: 'postback', payload: 'HOURS', title: 'Opening hours' }),
      ]),
    );
    expect(events).toHaveLength(2);
    expect(events.every(({ status, workspaceId }) => status === 'pending' && workspaceId === owner.workspaceId)).toBe(
      true,
    );
  });

  it('sends without Instagram, each message under an id of its own, and reads an empty thread', async () => {
    const { id } = await create();
    const channel = api.app.get(Contributions).one(Channel);
    const content = { kind: 'text' as const, text: 'Hello!' };
    const sent = await Promise.all([1, 2].map(() => channel.send({ ...lane(id), content })));
    expect(sent).toEqual([
      { kind: 'sent', mid: expect.stringMatching(/^mock-/) as string },
      { kind: 'sent', mid: expect.stringMatching(/^mock-/) as string },
    ]);
    expect(new Set(sent.map((outcome) => ('mid' in outcome ? outcome.mid : ''))).size).toBe(2);
    expect(await channel.readThread(lane(id))).toEqual([]);
    await expect(channel.signal(lane(id), 'typing_on')).resolves.toBeUndefined();
    expect(await channel.accountState(lane(id).workspaceId, lane(id).accountId)).toMatchObject({ sendable: true });
  });

  it('has no past to read', async () => {
    const { id } = await create();
    expect(await api.as(owner.token).call('POST', `${url()}/${id}/history`)).toMatchObject({
      status: 409,
      code: 'ACCOUNT.MOCK',
    });
  });

  it('can be given up, and made again in place', async () => {
    const { id } = await create();
    expect((await api.as(owner.token).call('DELETE', `${url()}/${id}`)).status).toBe(204);
    expect(await write(id, { participantId: 'jane', text: 'hi' })).toMatchObject({ code: 'ACCOUNT.DISCONNECTED' });
    expect(await create()).toMatchObject({ id, status: 'connected' });
  });

  it('is nothing that a real account could be taken for', async () => {
    const real = await api.app.get(InstagramFacade).connectAccount(owner.workspaceId as WorkspaceId, {
      igUserId: `1784${Math.floor(performance.now() * 1_000)}`,
      igScopedId: `55${Math.floor(performance.now() * 1_000)}`,
      username: 'luna',
      token: new Secret('t'),
      tokenExpiresAt: null,
    });
    expect(await write(real, { participantId: 'jane', text: 'hi' })).toMatchObject({
      status: 409,
      code: 'ACCOUNT.NOT_MOCK',
    });
    expect(await eventsOf(real)).toEqual([]);
    const stranger = await api.signUp();
    const { id } = await create();
    const foreign = await api
      .as(stranger.token)
      .call('POST', `/v1/workspaces/${stranger.workspaceId}/accounts/${id}/mock/messages`, {
        participantId: 'jane',
        text: 'hi',
      });
    expect(foreign).toMatchObject({ status: 404, code: 'ACCOUNT.NOT_FOUND' });
  });
});
