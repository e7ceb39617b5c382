import type { Customer } from '@parley/instagram-simulator';
import Redis from 'ioredis';
import { COLLEAGUE, HOURS } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { ownerOf, type Person } from '../support/people';
import { callRaw } from '../support/raw-api';
import { newTestName } from '../support/test-name';
import { tracesOf } from '../support/traces';
import { postWebhook, textsBody } from '../support/webhook-post';

interface Request {
  id: string;
  status: string;
}

interface ContactRow {
  _id: string;
  identities: { participantId: string }[];
}

describe('privacy', () => {
  let parley: Parley;
  let redis: Redis;
  let owner: Person;
  let base: string;

  beforeAll(async () => {
    parley = await Parley.start();
    redis = new Redis(process.env['REDIS_URL'] ?? '');
    owner = await ownerOf(parley);
    base = `/v1/workspaces/${parley.owner.workspaceId}`;
  });

  afterAll(async () => {
    redis.disconnect();
    await parley.stop();
  });

  const call = (path: string, method = 'GET') => callRaw(parley, path, { method, token: owner.token });
  const metricOf = async (outcome: string) => {
    const { text } = await callRaw(parley, '/metrics');
    return Number(new RegExp(`parley_webhook_items_total{outcome="${outcome}"} (\\d+)`).exec(text)?.[1] ?? 0);
  };
  const contactOf = async ({ id }: Customer): Promise<string> => {
    const row = await parley.database.collection<ContactRow>('contacts').findOne({ 'identities.participantId': id });
    if (row === null) throw new Error('There is no such contact.');
    return row._id;
  };
  const carriedOut = async (path: string): Promise<Request> => {
    const { status, json } = await call(`${base}/${path}`, 'POST');
    expect(status).toBe(202);
    const isDone = async () => (await call(`${base}/privacy-requests/${String(json['id'])}`)).json['status'] === 'done';
    await until(isDone, 60_000, `${path} to be done`);
    return json as unknown as Request;
  };

  /** A customer who talked to the bot and to a person, with texts that stand nowhere else. */
  const talked = async (name: string) => {
    const customer = await parley.newCustomer(name);
    const acts = parley.simulator.customer(customer.id);
    const inbox = new Inbox(parley, customer);
    const [said, answered] = [`said-${newTestName()}`, `answered-${newTestName()}`];
    await acts.sendsText('hours');
    await parley.expectSent(customer, [HOURS(name)]);
    await acts.tapsButton('Talk to a person');
    await parley.expectSent(customer, [HOURS(name), COLLEAGUE]);
    await acts.sendsText(said);
    await inbox.send(answered, newTestName());
    await parley.expectSent(customer, [HOURS(name), COLLEAGUE, answered]);
    await parley.settled();
    return { customer, acts, inbox, texts: [said, answered, name, customer.id, customer.username] };
  };

  it('an erased person leaves no trace anywhere, does not come back by late events, and may write anew', async () => {
    const erased = await talked(`Quetzal${newTestName()} Canaria`);
    const other = await talked(`Other${newTestName()} Person`);
    const [said = ''] = erased.texts;
    expect(await tracesOf(erased.texts, parley, redis)).not.toEqual([]);
    // The feed of live streams is begun anew for everybody: clients look at their lists again.
    const kept = async () =>
      (await tracesOf(other.texts, parley, redis)).filter((trace) => !/^redis \S+:feed:/.test(trace));
    const before = await kept();
    expect(before).not.toEqual([]);
    const conversationId = await erased.inbox.conversationId();

    await carriedOut(`contacts/${await contactOf(erased.customer)}/erase`);
    expect(await tracesOf(erased.texts, parley, redis)).toEqual([]);
    expect(await kept()).toEqual(before);
    expect(await other.inbox.messages()).toHaveLength(6);

    const dropped = await metricOf('erased');
    const late = { mid: `m_${newTestName()}`, customer: erased.customer.id, text: said, at: Date.now() - 60_000 };
    expect(await postWebhook(parley.apiUrl, textsBody(parley.account.id, [late]))).toBe(200);
    await parley.settled();
    expect(await metricOf('erased')).toBe(dropped + 1);
    expect(await tracesOf(erased.texts, parley, redis)).toEqual([]);

    const anew = `anew-${newTestName()}`;
    await erased.acts.sendsText(anew);
    const message = () => parley.database.collection('messages').findOne({ text: anew });
    await until(async () => (await message()) !== null, 20_000, 'the new message to be there');
    await parley.settled();
    expect(await message()).toMatchObject({ conversationId, workspaceId: parley.owner.workspaceId });
    expect(await parley.database.collection('messages').countDocuments({ conversationId })).toBe(1);
    expect(await tracesOf([said], parley, redis)).toEqual([]);
  });

  it('an export has everything that was said, and no secret', async () => {
    const { customer, texts } = await talked(`Export${newTestName()} Canaria`);
    const { id } = await carriedOut(`contacts/${await contactOf(customer)}/export`);
    const { status, text } = await call(`${base}/privacy-requests/${id}/download`);
    expect(status).toBe(200);
    for (const part of texts) expect(text).toContain(part);
    const lines = text.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { collection: string }).collection)).toEqual(
      expect.arrayContaining(['contacts', 'conversations', 'messages', 'escalations', 'automationSessions']),
    );
    for (const secret of [parley.account.accessToken, 'argon2', 'tokenHash', 'lease'])
      expect(text).not.toContain(secret);
    const whole = await carriedOut('export');
    const all = (await call(`${base}/privacy-requests/${whole.id}/download`)).text;
    expect(all).toContain(parley.account.username);
    const hashes = ['password', 'secret', 'token', 'family', 'previous', 'before', 'after'].map((of) => `"${of}Hash"`);
    for (const secret of [parley.account.accessToken, 'argon2', ...hashes, '"token"'])
      expect(all).not.toContain(secret);
  });

  it('a deleted workspace leaves no trace, and its account stays silent', async () => {
    const { customer, texts } = await talked(`Gone${newTestName()} Canaria`);
    const { id, appScopedId, username } = parley.account;
    const traces = [...texts, id, appScopedId, username, '"Luna"'];
    expect(await tracesOf(traces, parley, redis)).not.toEqual([]);
    expect((await call(base, 'DELETE')).status).toBe(204);
    const isDone = async () =>
      (await parley.database
        .collection('privacyRequests')
        .countDocuments({ status: 'done', kind: 'erase', 'subject.kind': 'workspace' })) > 0;
    await until(isDone, 60_000, 'the workspace to be erased');
    expect(await tracesOf(traces, parley, redis)).toEqual([]);

    // Also a process that never knew the account.
    const another = await parley.startApi();
    for (const api of [parley.apiUrl, another.url]) {
      const late = { mid: `m_${newTestName()}`, customer: customer.id, text: texts[0] ?? '', at: Date.now() };
      expect(await postWebhook(api, textsBody(id, [late]))).toBe(200);
    }
    await another.process.stop();
    await parley.settled();
    expect(await tracesOf(traces, parley, redis)).toEqual([]);
  });
});
