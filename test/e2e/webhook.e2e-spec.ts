import { WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { dataOf, ownerOf } from '../support/people';
import { callRaw, problemIn, statusOfHuge } from '../support/raw-api';
import { postWebhook, textItem, webhookOf } from '../support/webhooks';

describe('the webhook', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  const handshake = (query: Record<string, string>) =>
    callRaw(parley, `/webhooks/instagram?${new URLSearchParams(query).toString()}`);
  const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  const storedEvents = () => parley.database.collection('inboxEvents').countDocuments({});

  it('gives the challenge back exactly, to whoever knows the verify token', async () => {
    const token = parley.env['META_VERIFY_TOKEN'] ?? '';
    const challenge = '0012345678901234567890<b>';
    const right = { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge };
    const answer = await handshake(right);
    expect([answer.status, answer.text]).toEqual([200, challenge]);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    for (const wrong of [
      { 'hub.verify_token': `${token}x` },
      { 'hub.verify_token': '' },
      { 'hub.mode': 'unsubscribe' },
    ]) {
      const refused = await handshake({ ...right, ...wrong });
      expect([refused.status, refused.text.includes(challenge)]).toEqual([403, false]);
    }
  });

  it.each([
    { case: 'a forged signature', signature: `sha256=${'0'.repeat(64)}` },
    { case: 'a signature that is none', signature: 'sha256=xyz' },
    { case: 'no signature', signature: '' },
  ])('refuses $case with 401 and keeps nothing', async ({ signature }) => {
    const before = await storedEvents();
    const jane = await parley.newCustomer();
    const answer = await postWebhook(parley, webhookOf(parley, [textItem(parley, jane.id, 'price')]), { signature });
    expect(problemIn(answer, 401).code).toBe('WEBHOOK.SIGNATURE');
    expect(await storedEvents()).toBe(before);
  });

  it.each([
    { case: 'what is no JSON', body: 'not json' },
    { case: 'a cut body', body: '{"object":"instagram","entry":[{"id":' },
    { case: 'a list', body: '[]' },
    { case: 'an object that is no webhook', body: '{"hello":1}' },
    { case: 'nothing', body: '' },
  ])('refuses $case, though rightly signed', async ({ body }) => {
    const before = await storedEvents();
    problemIn(await postWebhook(parley, body), 400);
    expect(await storedEvents()).toBe(before);
  });

  it('refuses more than any webhook holds before it has come', async () => {
    expect(await statusOfHuge(parley, '/webhooks/instagram', 9 * 1024 * 1024)).toBe(413);
  });

  it('takes a well-signed item of an unknown kind, counts it and shows it to an admin', async () => {
    const item = {
      sender: { id: '42' },
      recipient: { id: parley.account.id },
      timestamp: Date.now(),
      hologram: { hue: 7 },
    };
    expect((await postWebhook(parley, webhookOf(parley, [item]))).status).toBe(200);
    const { client } = await ownerOf(parley);
    const { items } = await dataOf(client.GET('/v1/admin/unrecognised-events', { params: { query: { limit: 10 } } }));
    expect(JSON.stringify(items[0]?.content)).toContain('hologram');
    const metrics = await callRaw(parley, '/metrics');
    expect(metrics.text).toMatch(/parley_webhook_items_total\{outcome="unrecognised"\} [1-9]/);
  });

  it('keeps an item for an account that nobody connected for an admin', async () => {
    const body = {
      object: 'instagram',
      entry: [{ id: '999', time: 1, messaging: [{ ...textItem(parley, '42', 'hi'), recipient: { id: '999' } }] }],
    };
    expect((await postWebhook(parley, body)).status).toBe(200);
    const { client } = await ownerOf(parley);
    const { items } = await dataOf(client.GET('/v1/admin/unrecognised-events', { params: { query: { limit: 10 } } }));
    expect(items[0]).toMatchObject({ workspaceId: null, reason: 'No connected account has this id.' });
  });

  it('one bad item never hurts the others of its batch', async () => {
    const [first, second] = [await parley.newCustomer(), await parley.newCustomer()];
    const good = (id: string) => textItem(parley, id, 'is the price right?');
    const bad = [null, 7, [], { message: { mid: 1 } }, { sender: { id: { $ne: 1 } }, timestamp: 'soon' }, nested(500)];
    const batch = [good(first.id), ...bad, good(second.id)] as Record<string, unknown>[];
    expect((await postWebhook(parley, webhookOf(parley, batch))).status).toBe(200);
    for (const customer of [first, second]) await new Inbox(parley, customer).message(WHICH_PIECE);
  });

  it('the same item in one batch and in later deliveries is one message and one answer', async () => {
    const jane = await parley.newCustomer();
    const item = textItem(parley, jane.id, 'price');
    for (const batch of [[item, item], [item], [item]]) {
      expect((await postWebhook(parley, webhookOf(parley, batch))).status).toBe(200);
    }
    const inbox = new Inbox(parley, jane);
    await inbox.message(WHICH_PIECE, ({ status }) => status !== 'queued' && status !== 'sending');
    await parley.settled();
    expect((await inbox.messages()).map(({ text }) => text).sort()).toEqual([WHICH_PIECE, 'price'].sort());
  });

  it('two conversations do not hold each other up', async () => {
    const [slow, quick] = [await parley.newCustomer(), await parley.newCustomer()];
    await parley.simulator.inject({ kind: 'delay-before', ms: 900, match: { customer: slow.id } });
    await parley.simulator.customer(slow.id).sendsText('price');
    await new Inbox(parley, slow).message(WHICH_PIECE, ({ status }) => status === 'sending');
    await parley.simulator.customer(quick.id).sendsText('price');
    await parley.expectSent(quick, [WHICH_PIECE]);
    expect(await parley.sentTo(slow)).toEqual([]);
    await parley.expectSent(slow, [WHICH_PIECE]);
  });

  it('a text that looks like a database operator or an emoji row arrives as it was written', async () => {
    const jane = await parley.newCustomer();
    const texts = ['$set', '{"$ne": 1}', '$$NOW and $lease.owner', 'naïve 👩‍👩‍👧 ليلى', 'a\u0000b\nc'];
    const acts = parley.simulator.customer(jane.id);
    for (const text of texts) await acts.sendsText(text);
    const inbox = new Inbox(parley, jane);
    const received = async () => (await inbox.messages()).filter(({ direction }) => direction === 'in');
    await until(async () => (await received()).length === texts.length, 20_000, 'all texts');
    expect((await received()).map(({ text }) => text).reverse()).toEqual(texts);
  });
});
