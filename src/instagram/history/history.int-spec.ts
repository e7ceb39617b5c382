import type { AccountView, Customer } from '@parley/instagram-simulator';
import { LoginStage } from '../../../test/support/instagram-login';
import type { SignedUp } from '../../../test/support/workspace-app';
import type { InboxEventRow } from '../../conversations/schemas/inbox-event.schema';
import type { MessageRow } from '../../conversations/schemas/message.schema';
import { type AccountId, conversationIdOf, newId, type WorkspaceId } from '../../shared/kernel';
import { eventIdOf } from '../../conversations/domain/event-id';
import { CareForSubscriptionsJob } from '../connecting/care-for-subscriptions.job';
import type { HistorySyncResponse } from '../dto/history-sync.response';
import { HistorySyncsRepository } from '../repositories/history-syncs.repository';
import type { HistorySyncRow } from '../schemas/history-sync.schema';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { HistoryReading } from './history-reading.service';
import { ReadHistoryJob } from './read-history.job';

const HOUR = 3_600_000;
const LONG_AGO = new Date(0);

describe('what Instagram remembers', () => {
  let stage: LoginStage;
  let owner: SignedUp;
  let account: AccountView;

  beforeAll(async () => {
    stage = await LoginStage.start({}, 2 * HOUR);
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    owner = await stage.api.signUp();
    account = await stage.newAccount();
    await stage.instagram.clearFaults();
  });

  const call = async <T = HistorySyncResponse>(method: 'GET' | 'POST', id: string, path = '') =>
    stage.api.as(owner.token).call<T>(method, `/v1/workspaces/${owner.workspaceId}/accounts/${id}/history${path}`);
  const syncsOf = async (id: string) => (await call<{ items: HistorySyncResponse[] }>('GET', id)).body.items;
  const events = () => stage.api.rows.collection<InboxEventRow>('inboxEvents');
  const eventsOf = async (accountId: string) =>
    events()
      .find({ accountId: accountId as AccountId })
      .sort({ platformAt: 1, sequence: 1 })
      .toArray();
  const syncs = () => stage.api.rows.collection<HistorySyncRow>('historySyncs');
  const accounts = () => stage.api.rows.collection<InstagramAccountRow>('instagramAccounts');
  const dueNow = (accountId: string, fields: Partial<HistorySyncRow> = {}) =>
    syncs().updateMany({ accountId: accountId as AccountId, open: true }, { $set: { dueAt: LONG_AGO, ...fields } });
  const read = async (accountId: string) => {
    for (let round = 0; round < 50; round++) {
      await dueNow(accountId);
      await stage.api.app.get(ReadHistoryJob).run();
      if ((await syncs().countDocuments({ accountId: accountId as AccountId, open: true })) === 0) return;
    }
    throw new Error('The reading does not end.');
  };
  const newCustomer = (username: string) => stage.instagram.createCustomer({ account: account.id, username });
  const threadOf = async (username: string, texts: readonly string[]): Promise<Customer> => {
    const customer = await newCustomer(username);
    for (const text of texts) await stage.instagram.customer(customer.id).sendsText(text);
    return customer;
  };
  const textsOf = (rows: readonly InboxEventRow[]) =>
    rows.map(({ payload }) => ('text' in payload ? payload.text : undefined));

  describe('is read when an account is connected', () => {
    it('thread by thread, as messages of both sides that never trigger anything, with names', async () => {
      const jane = await threadOf('jane.doe', ['hello?', 'anybody there?']);
      await stage.instagram.account(account.id).typesInApp(jane.id, 'Ana here');
      await threadOf('bob', ['price?']);
      const id = await stage.connect(owner, account);
      await read(id);
      const [sync] = await syncsOf(id);
      expect(sync).toMatchObject({
        kind: 'history',
        status: 'done',
        threads: { found: 2, done: 2, refused: 0 },
        messages: { imported: 4, known: 0, withoutDetails: 0 },
        note: expect.stringContaining('20 most recent') as string,
      });
      const rows = await eventsOf(id);
      expect(textsOf(rows).sort()).toEqual(['Ana here', 'anybody there?', 'hello?', 'price?']);
      for (const { payload, conversationId, workspaceId } of rows) {
        expect(payload).toMatchObject({ backfill: 'history', username: expect.stringMatching(/jane|bob/) as string });
        expect(workspaceId).toBe(owner.workspaceId);
        expect(conversationId).toBe(
          conversationIdOf(id as AccountId, 'participantId' in payload ? payload.participantId : ''),
        );
      }
      const kinds = rows.filter(({ participantId }) => participantId === jane.id).map(({ payload }) => payload.kind);
      expect(kinds).toEqual(['message', 'message', 'echo']);
      expect(await stage.api.auditActions()).toContain('account.history-requested');
    });

    it('with the details of the newest 20 of a thread; the others are counted', async () => {
      await threadOf(
        'jane.doe',
        Array.from({ length: 25 }, (_, index) => `m${index}`),
      );
      const id = await stage.connect(owner, account);
      await read(id);
      const [sync] = await syncsOf(id);
      expect(sync?.messages).toEqual({ imported: 20, known: 0, withoutDetails: 5 });
      expect(textsOf(await eventsOf(id))).toEqual(Array.from({ length: 20 }, (_, index) => `m${index + 5}`));
    });

    it('and not when only its token was renewed', async () => {
      const id = await stage.connect(owner, account);
      await read(id);
      await stage.connect(owner, account);
      expect(await syncsOf(id)).toHaveLength(1);
    });
  });

  describe('on demand', () => {
    it('is one reading at a time, and known messages stay as they are', async () => {
      const jane = await threadOf('jane.doe', ['hello?']);
      const id = await stage.connect(owner, account);
      await read(id);
      const first = await call('POST', id);
      const again = await call('POST', id);
      expect(first).toMatchObject({ status: 202, body: { kind: 'history', status: 'waiting' } });
      expect(again.body.id).toBe(first.body.id);
      await stage.instagram.customer(jane.id).sendsText('still there?');
      await read(id);
      const { body } = await call('GET', id, `/${first.body.id}`);
      expect(body).toMatchObject({ status: 'done', messages: { imported: 1, known: 1 } });
      expect(await eventsOf(id)).toHaveLength(2);
    });

    it('leaves the last minutes to webhooks, so that what is on its way is still answered', async () => {
      await threadOf('jane.doe', ['hello?']);
      const id = await stage.connect(owner, account);
      await call('POST', id);
      const [sync] = await syncsOf(id);
      await dueNow(id, { until: new Date(Date.now() - 3 * HOUR) });
      await read(id);
      expect(await eventsOf(id)).toHaveLength(0);
      expect(new Date(sync?.until ?? 0).getTime()).toBeLessThanOrEqual(Date.now());
      const { body } = await call('POST', id);
      expect(Date.now() - new Date(body.until).getTime()).toBeGreaterThanOrEqual(10 * 60_000);
    });

    it('knows what came by webhook, also long after the inbox has forgotten it', async () => {
      const jane = await threadOf('jane.doe', []);
      const { mid } = await stage.instagram.customer(jane.id).sendsText('hello?');
      const id = await stage.connect(owner, account);
      const conversationId = conversationIdOf(id as AccountId, jane.id);
      await stage.api.rows.collection<MessageRow>('messages').insertOne({
        _id: eventIdOf(id as AccountId, `message:${mid}`),
        workspaceId: owner.workspaceId as WorkspaceId,
        conversationId,
        accountId: id as AccountId,
        direction: 'in',
        origin: 'participant',
        status: 'received',
        mid,
        text: 'hello?',
        attachments: [],
        at: new Date(),
        correlationId: newId(),
      });
      await read(id);
      expect((await syncsOf(id))[0]?.messages).toMatchObject({ imported: 0, known: 1 });
      expect(await eventsOf(id)).toHaveLength(0);
    });

    it('is refused for an account that cannot be used, and for one that is not there', async () => {
      const id = await stage.connect(owner, account);
      await accounts().updateOne({ _id: id as AccountId }, { $set: { status: 'expired' } });
      expect(await call('POST', id)).toMatchObject({ status: 409, code: 'ACCOUNT.NOT_USABLE' });
      expect(await call('POST', newId())).toMatchObject({ status: 404, code: 'ACCOUNT.NOT_FOUND' });
      expect(await call('GET', id, `/${newId()}`)).toMatchObject({ status: 404, code: 'HISTORY.NOT_FOUND' });
    });

    it('ends when somebody wants it to', async () => {
      await threadOf('jane.doe', ['hello?']);
      const id = await stage.connect(owner, account);
      const [sync] = await syncsOf(id);
      expect(await call('POST', id, `/${sync?.id}/cancel`)).toMatchObject({ body: { status: 'cancelled' } });
      await stage.api.app.get(ReadHistoryJob).run();
      expect(await eventsOf(id)).toHaveLength(0);
      expect(await call('POST', id, `/${sync?.id}/cancel`)).toMatchObject({ status: 200 });
      expect((await call('POST', id)).body.id).not.toBe(sync?.id);
    });
  });

  describe('is read to its end', () => {
    it('where Graph refuses now and then, and where one thread is refused for good', async () => {
      await threadOf('jane.doe', ['hello?']);
      await threadOf('bob', ['price?']);
      const id = await stage.connect(owner, account);
      await stage.instagram.inject({ kind: 'server-error-before', count: 2, match: { operation: 'conversations' } });
      await stage.api.app.get(ReadHistoryJob).run();
      expect((await syncsOf(id))[0]).toMatchObject({
        status: 'waiting',
        failure: { code: expect.any(String) as string },
      });
      await dueNow(id);
      const [listed] = await stage.api.app.get(HistorySyncsRepository).due(new Date(), 1);
      expect(listed).toMatchObject({ failures: 1, cursor: null });
      await read(id);
      expect((await syncsOf(id))[0]).toMatchObject({ status: 'done', messages: { imported: 2 } });
    });

    it('from where it was, by whoever comes next; who was passed by gives way', async () => {
      await threadOf('jane.doe', ['hello?']);
      await threadOf('bob', ['price?']);
      const id = await stage.connect(owner, account);
      const repository = stage.api.app.get(HistorySyncsRepository);
      const key = { workspaceId: owner.workspaceId as WorkspaceId, accountId: id as AccountId };
      const row = await repository.findOpen(key, 'history');
      if (row === null) throw new Error('nothing is open');
      const reading = stage.api.app.get(HistoryReading);
      await Promise.all([reading.advance(row), reading.advance(row)]);
      await read(id);
      const [sync] = await syncsOf(id);
      expect(sync).toMatchObject({ status: 'done', threads: { found: 2, done: 2 } });
      expect(await eventsOf(id)).toHaveLength(2);
    });

    it('once the account is connected again, when its token is dead', async () => {
      await threadOf('jane.doe', ['hello?']);
      const id = await stage.connect(owner, account);
      await stage.instagram.account(account.id).revokeTokens(460);
      await stage.api.app.get(ReadHistoryJob).run();
      await dueNow(id);
      await stage.api.app.get(ReadHistoryJob).run();
      expect(await accounts().findOne({ _id: id as AccountId })).toMatchObject({ status: 'revoked' });
      expect(await eventsOf(id)).toHaveLength(0);
      await stage.connect(owner, account);
      await read(id);
      expect((await syncsOf(id)).map(({ status }) => status)).toContain('done');
      expect(await eventsOf(id)).toHaveLength(1);
    });

    it('unless the account is given up', async () => {
      await threadOf('jane.doe', ['hello?']);
      const id = await stage.connect(owner, account);
      await stage.api.as(owner.token).call('DELETE', `/v1/workspaces/${owner.workspaceId}/accounts/${id}`);
      await read(id);
      expect((await syncsOf(id))[0]).toMatchObject({ status: 'cancelled' });
      expect(await eventsOf(id)).toHaveLength(0);
    });
  });

  describe('fills what webhooks have missed', () => {
    const lookAgain = async (id: string, checkedAt: Date) => {
      await accounts().updateOne(
        { _id: id as AccountId },
        { $set: { subscriptionDueAt: LONG_AGO, 'subscription.checkedAt': checkedAt } },
      );
      await stage.api.app.get(CareForSubscriptionsJob).run();
    };

    it('while the subscription was lost, and nothing older', async () => {
      const jane = await threadOf('jane.doe', ['long ago']);
      const id = await stage.connect(owner, account);
      await syncs().deleteMany({});
      await stage.instagram.account(account.id).unsubscribe();
      const lostAt = new Date(Date.now() + HOUR);
      await stage.instagram.advanceClock(3 * HOUR);
      await stage.instagram.customer(jane.id).sendsText('while nobody listened');
      await lookAgain(id, lostAt);
      const [gap] = await syncsOf(id);
      expect(gap).toMatchObject({ kind: 'gap', status: 'waiting' });
      expect(new Date(gap?.from ?? 0)).toEqual(new Date(lostAt.getTime() - HOUR - 60_000));
      await syncs().updateOne({ _id: gap?.id ?? '' }, { $set: { until: new Date(Date.now() + 3 * HOUR) } });
      await read(id);
      expect(textsOf(await eventsOf(id))).toEqual(['while nobody listened']);
      expect((await eventsOf(id))[0]?.payload).toMatchObject({ backfill: 'gap' });
      expect(await stage.api.auditActions()).toContain('account.webhooks-lost');
    });

    it('in one reading for gaps that follow each other', async () => {
      const id = await stage.connect(owner, account);
      await syncs().deleteMany({});
      const first = new Date(Date.now() - 2 * HOUR);
      for (const checkedAt of [first, new Date()]) {
        await stage.instagram.account(account.id).unsubscribe();
        await lookAgain(id, checkedAt);
      }
      const gaps = await syncsOf(id);
      expect(gaps).toHaveLength(1);
      expect(new Date(gaps[0]?.from ?? 0)).toEqual(new Date(first.getTime() - HOUR - 60_000));
    });
  });

  it('is nobody else’s', async () => {
    const id = await stage.connect(owner, account);
    const [sync] = await syncsOf(id);
    const stranger = await stage.api.signUp();
    const other = await stage.connect(stranger, await stage.newAccount());
    const url = `/v1/workspaces/${stranger.workspaceId}/accounts`;
    const as = stage.api.as(stranger.token);
    for (const path of [`${id}/history`, `${other}/history/${sync?.id}`, `${id}/history/${sync?.id}`])
      expect(await as.call('GET', `${url}/${path}`)).toMatchObject({ status: 404 });
    expect(await as.call('POST', `${url}/${other}/history/${sync?.id}/cancel`)).toMatchObject({ status: 404 });
  });
});
