import { createHmac } from 'node:crypto';
import { TEST_ENV } from '../../../test/support/http-app';
import { LoginStage } from '../../../test/support/instagram-login';
import type { SignedUp } from '../../../test/support/workspace-app';
import { type AccountId, conversationIdOf } from '../../shared/kernel';
import { RunPrivacyRequestsJob } from '../../workspace/privacy/run-privacy-requests.job';
import { EraseAccountDataJob } from './erase-account-data.job';

const LONG_AGO = new Date(0);

describe('an owner who has their data deleted at Instagram', () => {
  let stage: LoginStage;
  let owner: SignedUp;

  beforeAll(async () => {
    stage = await LoginStage.start();
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    owner = await stage.api.signUp();
  });

  const rows = (name: string) => stage.api.rows.collection<{ _id: string } & Record<string, unknown>>(name);

  /** As a turn would leave it, with a contact who may be known by other accounts, too. */
  const newLane = async (accountId: string, name: string, elsewhere: string[] = []) => {
    const { workspaceId } = owner;
    const participantId = `participant-${name}`;
    const conversationId = conversationIdOf(accountId as AccountId, participantId);
    const at = new Date();
    const identities = [accountId, ...elsewhere].map((id) => ({ accountId: id, participantId, username: name }));
    await rows('contacts').insertOne({
      ...{
        _id: `contact-${name}`,
        workspaceId,
        name,
        identities,
        tags: [],
        stage: 'new',
        createdAt: at,
        updatedAt: at,
      },
    });
    await rows('contactNotes').insertOne({
      _id: `note-${name}`,
      workspaceId,
      contactId: `contact-${name}`,
      text: name,
    });
    await rows('conversations').insertOne({
      ...{ _id: conversationId, workspaceId, accountId, participantId, participant: { name }, turnVersion: 1 },
      ...{ outbox: [{ id: 'o1', content: { text: name } }], tasks: [], timers: [], lease: { fence: 1 } },
      ...{ lastActivityAt: at, createdAt: at, shadow: false },
    });
    await rows('messages').insertOne({ _id: `m-${name}`, workspaceId, conversationId, accountId, text: name, at });
    await rows('escalations').insertOne({
      _id: `x-${name}`,
      workspaceId,
      conversationId,
      summary: name,
      sourceIds: [name],
      createdAt: at,
    });
    return conversationId;
  };
  const askAtMeta = async (userId: string) => {
    const payload = Buffer.from(
      JSON.stringify({ algorithm: 'HMAC-SHA256', issued_at: Math.floor(Date.now() / 1_000), user_id: userId }),
    ).toString('base64url');
    const mac = createHmac('sha256', TEST_ENV.META_APP_SECRETS).update(payload).digest('base64url');
    const answer = await stage.api.app.inject({
      method: 'POST',
      url: '/webhooks/instagram/data-deletion',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ signed_request: `${mac}.${payload}` }).toString(),
    });
    return answer.json<{ confirmation_code: string }>().confirmation_code;
  };
  const statusOf = async (code: string) =>
    (await stage.api.as().call('GET', `/v1/instagram/data-deletions/${code}`)).body;
  const eraseAll = async () => {
    const passed = async (name: string, fields: Record<string, Date>) =>
      void (await rows(name).updateMany({}, { $set: fields }));
    await passed('dataDeletions', { requestedAt: LONG_AGO });
    for (let round = 0; round < 3; round++) {
      await stage.api.app.get(EraseAccountDataJob).run();
      await stage.api.app.get(RunPrivacyRequestsJob).run();
      await passed('privacyRequests', { dueAt: LONG_AGO, closedAt: LONG_AGO });
    }
    await stage.api.app.get(RunPrivacyRequestsJob).run();
    await stage.api.app.get(EraseAccountDataJob).run();
  };

  it('leaves nothing of the account’s conversations, and all of the others', async () => {
    const [account, other] = [await stage.newAccount(), await stage.newAccount()];
    const [id, otherId] = [await stage.connect(owner, account), await stage.connect(owner, other)];
    const gone = await newLane(id, 'annabel');
    const shared = await newLane(id, 'bertrand', [otherId]);
    const kept = await newLane(otherId, 'carlotta');
    const code = await askAtMeta(account.id);
    expect(await statusOf(code)).toMatchObject({ status: 'running', accounts: 1 });
    await eraseAll();
    expect(await statusOf(code)).toMatchObject({ status: 'done', accounts: 1 });

    for (const name of ['conversations', 'messages', 'escalations']) {
      const left = await rows(name).find({ workspaceId: owner.workspaceId }).toArray();
      expect(left.map(({ conversationId, _id }) => conversationId ?? _id)).toEqual([kept]);
    }
    const contacts = await rows('contacts').find({ workspaceId: owner.workspaceId }).sort({ _id: 1 }).toArray();
    expect(contacts.map(({ _id }) => _id)).toEqual(['contact-bertrand', 'contact-carlotta']);
    expect(contacts[0]?.['identities']).toEqual([expect.objectContaining({ accountId: otherId })]);
    const notes = await rows('contactNotes').find({ workspaceId: owner.workspaceId }).toArray();
    expect(notes.map(({ _id }) => _id).sort()).toEqual(['note-bertrand', 'note-carlotta']);
    expect(new Set([gone, shared, kept]).size).toBe(3);
    expect(await stage.api.auditActions()).toContain('privacy.erasure-requested');
  });

  it('is done at once where there is nothing of theirs', async () => {
    expect(await statusOf(await askAtMeta('404'))).toMatchObject({ status: 'done', accounts: 0 });
  });

  it('waits until the accounts are disconnected', async () => {
    const account = await stage.newAccount();
    const id = await stage.connect(owner, account);
    await newLane(id, 'dorothea');
    const code = await askAtMeta(account.id);
    await stage.api.app.get(EraseAccountDataJob).run();
    expect(await rows('privacyRequests').countDocuments({ workspaceId: owner.workspaceId })).toBe(0);
    expect(await statusOf(code)).toMatchObject({ status: 'running' });
  });
});
