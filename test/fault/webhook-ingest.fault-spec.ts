import { WHICH_PIECE } from '../support/demo-texts';
import { signature256 } from '@parley/instagram-simulator';
import { Lane } from '../support/lane';
import { APP_SECRET, Parley, until } from '../support/parley';
import { mongoUriThrough, TcpProxy } from '../support/tcp-proxy';
import { announceWebhook, itemsBody, postWebhook, textsBody } from '../support/webhook-post';

const MEBIBYTE = 1024 * 1024;

describe('the webhook', () => {
  let parley: Parley;
  let proxy: TcpProxy;

  beforeAll(async () => {
    parley = await Parley.start();
    const mongoUri = new URL(parley.env['MONGODB_URI'] ?? '');
    proxy = await TcpProxy.to({ host: mongoUri.hostname, port: Number(mongoUri.port) });
    await parley.api.stop();
    parley.apiUrl = await parley.api.start({ MONGODB_URI: mongoUriThrough(proxy, mongoUri.toString()) });
    await parley.reachApi();
  });

  afterAll(async () => {
    await parley.stop();
    await proxy.close();
  });

  const account = () => parley.account.id;
  const textOf = (customer: string, mid = 'm-1') =>
    textsBody(account(), [{ mid, customer, text: 'price?', at: Date.now() }]);
  const stored = () => parley.database.collection('inboxEvents').countDocuments();

  /** Items that nobody recognised, as a platform admin sees them. */
  async function unrecognised(): Promise<string> {
    const { data } = await parley.client.GET('/v1/admin/unrecognised-events', { params: { query: { limit: 100 } } });
    return JSON.stringify(data);
  }

  const half = (body: string) => body.slice(0, body.length / 2);
  const sign = (body: string) => signature256(APP_SECRET, body);

  it.each<[string, number, (body: string) => [string, string | null]]>([
    ['without a signature', 401, (body) => [body, null]],
    ['signed with another secret', 401, (body) => [body, signature256('another secret', body)]],
    ['with a malformed signature', 401, (body) => [body, 'sha256=00']],
    ['changed after it was signed', 401, (body) => [body.replace('price', 'prize'), sign(body)]],
    ['truncated on its way', 401, (body) => [half(body), sign(body)]],
    ['truncated and well signed', 400, (body) => [half(body), sign(half(body))]],
    ['that is no JSON', 400, () => ['<xml/>', sign('<xml/>')]],
    ['that is JSON, but no webhook', 400, () => ['{"object":"instagram"}', sign('{"object":"instagram"}')]],
    ['that is null', 400, () => ['null', sign('null')]],
  ])('refuses a body %s with %i and stores nothing', async (_name, status, spoil) => {
    const lane = await Lane.open(parley);
    const before = await stored();
    expect(await postWebhook(parley.apiUrl, ...spoil(textOf(lane.customer.id)))).toBe(status);
    expect(await stored()).toBe(before);
  });

  it('refuses a body of more than 8 MiB before it is read', async () => {
    expect(await announceWebhook(parley.apiUrl, 8 * MEBIBYTE + 1)).toBe(413);
  });

  it('refuses more items than Meta sends in one body, and stores none of them', async () => {
    const lane = await Lane.open(parley);
    const items = Array.from({ length: 1_001 }, (_, index) => ({
      mid: `many-${index}`,
      customer: lane.customer.id,
      text: 'x',
      at: 1e12,
    }));
    const before = await stored();
    expect(await postWebhook(parley.apiUrl, textsBody(account(), items))).toBe(413);
    expect(await stored()).toBe(before);
  });

  it.each<[string, unknown]>([
    [
      'of an unknown kind',
      { sender: { id: '1' }, recipient: { id: '2' }, timestamp: 1e12, moon_landing: { by: 'UNKNOWN-KIND' } },
    ],
    ['without a sender', { message: { mid: 'x', text: 'NO-SENDER' } }],
    ['with wrong types', { sender: 'WRONG-TYPES', recipient: [], timestamp: {}, message: 7 }],
    ['with names that a database could mistake', { $where: 'MONGO-NAMES', 'a.b': { $set: 1 }, __proto__: { x: 1 } }],
    ['with a zero byte in a name', { 'ZERO\u0000BYTE': 'ZERO-BYTE-NAME' }],
    ['that is nested deeply', nested(20, 'DEEPLY-NESTED')],
  ])('keeps an item %s for an admin, and its neighbours are answered', async (_name, item) => {
    const lane = await Lane.open(parley);
    const { mid, at, text } = await lane.saysUnheard('price?');
    const good = {
      sender: { id: lane.customer.id },
      recipient: { id: account() },
      timestamp: at,
      message: { mid, text },
    };
    const body = itemsBody(account(), [item, good, item]);
    expect(await postWebhook(parley.apiUrl, body)).toBe(200);
    await lane.endsWith([WHICH_PIECE]);
    const mark = /[A-Z]+(-[A-Z]+)+/.exec(JSON.stringify(item))?.[0] ?? '';
    expect((await unrecognised()).split(mark)).toHaveLength(2);
  });

  it('keeps what is meant for an account that is not connected', async () => {
    const body = textsBody('17840000000000000', [{ mid: 'm', customer: '1', text: 'NOT-CONNECTED', at: 1e12 }]);
    expect(await postWebhook(parley.apiUrl, body)).toBe(200);
    expect(await unrecognised()).toContain('NOT-CONNECTED');
  });

  it('answers 503 while MongoDB is away, and what is delivered again then is answered once', async () => {
    const lane = await Lane.open(parley);
    const other = await Lane.open(parley);
    await parley.simulator.configure({ retryDelaysMs: Array.from({ length: 100 }, () => 200) });
    const body = textsBody(account(), [await lane.saysUnheard('price?')]);
    proxy.cut();
    expect(await postWebhook(parley.apiUrl, body)).toBe(503);
    await other.says('price?');
    await parley.simulator.waitForWebhook(({ status }) => status === 503, 20_000);
    expect(await lane.events('message')).toEqual([]);
    expect(await isReady()).toBe(false);
    proxy.mend();
    await until(async () => (await postWebhook(parley.apiUrl, body)) === 200, 20_000, 'MongoDB to be found again');
    await until(isReady, 10_000, 'the API to be ready');
    await lane.endsWith([WHICH_PIECE]);
    await other.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('participant')).toEqual(['price?']);
  });

  const isReady = async () => (await fetch(`${parley.apiUrl}/health/ready`)).status === 200;
});

function nested(depth: number, heart: string): unknown {
  return depth === 0 ? heart : { deeper: nested(depth - 1, heart) };
}
