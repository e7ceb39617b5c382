import { until } from '../../test/support/parley';
import { type SignedUp, WorkspaceApp } from '../../test/support/workspace-app';
import type { WorkspaceId } from '../shared/kernel';
import { Plans } from '../workspace';
import { AiError } from '../shared/providers/ai';
import { HttpFetch } from '../shared/providers/http-fetch';
import { AiCalls } from './ai/ai-calls.port';
import { ItemBuilder } from './ingest/item-builder.service';
import { KnowledgeProcessing } from './ingest/knowledge-processing.service';
import { ItemStore } from './items/item-store.service';
import { KnowledgeWorkRepository } from './repositories/knowledge-work.repository';
import { KnowledgeSearch } from './search/knowledge-search.service';

interface Item {
  id: string;
  kind: string;
  title: string;
  status: string;
  version: number;
  tags: string[];
  active: boolean;
  content?: string;
  failure?: { code: string };
  searched?: { version: number; chunks: number; embeddingModel: string | null; language?: string };
}

interface Found {
  chunks: { id: string; itemId: string; title: string; text: string; score: number }[];
  mode: string;
}

interface Answer {
  answered: boolean;
  text?: string;
  citations: { itemId: string; quote: string }[];
  answerMode: string;
}

const WISHES = { limit: 5, floor: 0 };
const LONG = 'We repair bags and shoes of our own make for a small fee, in our workshop, within two weeks. '
  .repeat(3)
  .trim();

function multipart(fields: Record<string, string>, name: string, bytes: string) {
  const boundary = 'boundary-of-the-test';
  const parts = Object.entries(fields).map(
    ([field, value]) => `Content-Disposition: form-data; name="${field}"\r\n\r\n${value}`,
  );
  const file = `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${bytes}`;
  const payload = [...parts, file].map((part) => `--${boundary}\r\n${part}\r\n`).join('') + `--${boundary}--\r\n`;
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload };
}

const RETURNS = 'You can return a dress within 30 days. It must be unworn.\n\n# Delivery\nDelivery takes two days.';

describe('the knowledge base, on the store', () => {
  let workspace: WorkspaceApp;
  let owner: SignedUp;
  let base: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    base = `/v1/workspaces/${owner.workspaceId}/knowledge`;
  });

  const call = <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    workspace.as(owner.token).call<T>(method, `${base}${path}`, body);
  const process = (id: string) =>
    workspace.app.get(KnowledgeProcessing).run(owner.workspaceId as WorkspaceId, id, 'corr-0001');
  const get = async (id: string) => (await call<Item>('GET', `/items/${id}`)).body;
  const add = async (item: object): Promise<Item> => {
    const { body, status } = await call<Item>('POST', '/items', { kind: 'text', title: 'Returns', ...item });
    expect([status, body]).toMatchObject([201, { status: 'pending', version: 1 }]);
    await process(body.id);
    return get(body.id);
  };
  const row = (id: string) =>
    workspace.rows.collection('knowledgeItems').findOne({ _id: id as never, workspaceId: owner.workspaceId });
  const rowsOf = (collection: string, itemId: string) =>
    workspace.rows.collection(collection).find({ workspaceId: owner.workspaceId, itemId }).toArray();
  const search = async (query: string, more: object = {}) =>
    (await call<Found>('POST', '/search', { query, ...more })).body.chunks;
  const ask = async (question: string) => (await call<Answer>('POST', '/ask', { question })).body;

  it('takes a text, cuts it at headings, and finds it by words and meaning', async () => {
    const item = await add({ content: RETURNS, tags: [' Shop ', 'shop'] });
    expect(item).toMatchObject({
      status: 'ready',
      tags: ['shop'],
      content: RETURNS,
      searched: { version: 1, chunks: 2 },
    });
    const [first] = await search('how long can I return a dress');
    expect((await call<Found>('POST', '/search', { query: 'return' })).body.mode).toBe('hybrid');
    expect(first).toMatchObject({ itemId: item.id, title: 'Returns' });
    expect(first?.text).toContain('within 30 days');
    expect((await search('delivery days'))[0]?.text).toBe('Delivery\nDelivery takes two days.');
  });

  it('answers with the sentence that says it, word by word, and says so when nothing does', async () => {
    const { id } = await add({ content: RETURNS });
    expect(await ask('Within how many days can I return a dress?')).toMatchObject({
      answered: true,
      answerMode: 'extractive',
      text: 'You can return a dress within 30 days.',
      citations: [{ itemId: id, quote: 'You can return a dress within 30 days.' }],
    });
    for (const question of ['Do you sell bicycles?', 'Do you  SELL a bicycle'])
      expect(await ask(question)).toEqual({
        answered: false,
        citations: [],
        answerMode: 'none',
        searchMode: expect.anything(),
      });
    const { items } = (await call<{ items: { id: string; count: number; questions: string[] }[] }>('GET', '/gaps'))
      .body;
    expect(items).toMatchObject([{ count: 2, questions: ['Do you sell bicycles?', 'Do you  SELL a bicycle'] }]);
    expect((await call('DELETE', `/gaps/${items[0]?.id}`)).status).toBe(204);
    expect((await call('DELETE', `/gaps/${items[0]?.id}`)).code).toBe('KNOWLEDGE.GAP_NOT_FOUND');
  });

  it('searches the earlier content until the new one is ready, then that alone, and keeps both', async () => {
    const { id } = await add({ content: 'Returns take thirty days.' });
    const changed = await call<Item>('PATCH', `/items/${id}`, { content: 'Returns take fourteen days.' });
    expect(changed.body).toMatchObject({ version: 2, status: 'pending', searched: { version: 1 } });
    expect((await search('returns'))[0]?.text).toBe('Returns take thirty days.');
    await process(id);
    expect((await search('returns')).map(({ text }) => text)).toEqual(['Returns take fourteen days.']);
    const { items } = (await call<{ items: { version: number; content: string }[] }>('GET', `/items/${id}/versions`))
      .body;
    expect(items.map(({ version, content }) => [version, content])).toEqual([
      [2, 'Returns take fourteen days.'],
      [1, 'Returns take thirty days.'],
    ]);
    expect(await rowsOf('knowledgeChunks', id)).toHaveLength(1);
    const same = await call<Item>('PATCH', `/items/${id}`, { content: 'Returns take fourteen days.' });
    expect(same.body).toMatchObject({ version: 2, status: 'ready' });
  });

  it('finds no item that is switched off, in another tag, or removed, from the next search on', async () => {
    const { id } = await add({ content: RETURNS, tags: ['shop'] });
    expect(await search('return dress', { tags: ['other'] })).toEqual([]);
    expect(await search('return dress', { itemIds: ['nothing'] })).toEqual([]);
    expect(await search('return dress', { tags: ['shop'], itemIds: [id] })).not.toEqual([]);
    await call('PATCH', `/items/${id}`, { active: false });
    expect(await search('return dress')).toEqual([]);
    await call('PATCH', `/items/${id}`, { active: true, tags: ['other'] });
    expect(await search('return dress', { tags: ['other'] })).not.toEqual([]);
    expect((await call('DELETE', `/items/${id}`)).status).toBe(204);
    expect(await search('return dress')).toEqual([]);
    for (const collection of ['knowledgeVersions', 'knowledgeChunks']) expect(await rowsOf(collection, id)).toEqual([]);
    expect((await call('GET', `/items/${id}`)).code).toBe('KNOWLEDGE.ITEM_NOT_FOUND');
  });

  it('shows a change on another process within a second', async () => {
    const { id } = await add({ content: RETURNS });
    const other = await workspace.anotherProcess();
    const there = async () =>
      (
        await other
          .get(KnowledgeSearch)
          .search({ workspaceId: owner.workspaceId as WorkspaceId }, 'return dress', WISHES)
      ).chunks.length;
    expect(await there()).toBeGreaterThan(0);
    await call('PATCH', `/items/${id}`, { active: false });
    await until(async () => (await there()) === 0, 1_000, 'the item to be gone there');
    await call('PATCH', `/items/${id}`, { active: true });
    await until(async () => (await there()) > 0, 1_000, 'the item to be back there');
    await other.close();
  });

  it('never shows the knowledge of another workspace', async () => {
    await add({ content: 'The canary sings at noon.' });
    const stranger = await workspace.signUp();
    const there = workspace.as(stranger.token);
    const base2 = `/v1/workspaces/${stranger.workspaceId}/knowledge`;
    expect((await there.call<Found>('POST', `${base2}/search`, { query: 'canary sings' })).body.chunks).toEqual([]);
    expect(
      (await there.call<Answer>('POST', `${base2}/ask`, { question: 'When does the canary sing?' })).body.answered,
    ).toBe(false);
    expect((await there.call('GET', `${base}/items`)).status).toBe(404);
  });

  it.each([
    [{ kind: 'text', title: 'a' }, 'content'],
    [{ kind: 'text', title: '  ', content: 'b' }, 'title'],
    [{ kind: 'question', content: 'b' }, 'title'],
    [{ kind: 'page', title: 'a' }, 'url'],
    [{ kind: 'page', url: 'ftp://example.org' }, 'url'],
    [{ kind: 'text', title: 'a', content: 'b', url: 'https://example.org' }, 'url'],
    [{ kind: 'business', title: 'a', content: 'b' }, 'kind'],
    [{ kind: 'text', title: 'a', content: { $ne: '' } }, 'content'],
  ])('refuses %j, naming the field', async (item, field) => {
    const { status, body } = await call<{ errors: { field: string }[] }>('POST', '/items', item);
    expect([status, ...new Set(body.errors.map((error) => error.field))]).toEqual([400, field]);
  });

  it('reads a page by the safe way out, and anew when asked', async () => {
    const answer = (title: string) => ({
      ok: true as const,
      response: {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: `<html><head><title>${title}</title></head><body><nav>Menu</nav><main><h1>Repairs</h1><p>${LONG}</p></main></body></html>`,
      },
    });
    const fetch = jest
      .spyOn(workspace.app.get(HttpFetch, { strict: false }), 'fetch')
      .mockResolvedValueOnce(answer('Our repairs'));
    const item = await add({ kind: 'page', title: undefined, url: 'https://shop.example/repairs' });
    expect(item).toMatchObject({ status: 'ready', title: 'Our repairs', content: `# Repairs\n\n${LONG}` });
    expect((await search('repair of bags'))[0]).toMatchObject({
      title: 'Our repairs',
      source: { kind: 'page', url: 'https://shop.example/repairs' },
    });
    fetch.mockResolvedValueOnce({
      ok: false,
      failure: { class: 'unreachable', code: 'ECONNREFUSED', message: 'Nobody is there.' },
    });
    expect((await call<Item>('POST', `/items/${item.id}/process`)).body).toMatchObject({
      version: 2,
      status: 'pending',
    });
    await process(item.id);
    expect(await get(item.id)).toMatchObject({
      status: 'pending',
      failure: { code: 'page-unreachable' },
      searched: { version: 1 },
    });
    expect(await search('repair of bags')).not.toEqual([]);
    fetch.mockRestore();
  });

  it('refuses a page in the own network for good', async () => {
    const { body } = await call<Item>('POST', '/items', { kind: 'page', url: 'http://127.0.0.1/admin' });
    await process(body.id);
    expect(await get(body.id)).toMatchObject({ status: 'failed', failure: { code: 'page-refused' } });
  });

  it('takes a file once for each key, and nothing that it cannot read', async () => {
    const form = (name: string, bytes: string) => multipart({ title: 'Prices', tags: 'a,B' }, name, bytes);
    const send = (name: string, bytes: string, key?: string) =>
      workspace.app.inject({
        method: 'POST',
        url: `${base}/items/uploads`,
        headers: {
          authorization: `Bearer ${owner.token}`,
          ...form(name, bytes).headers,
          ...(key && { 'idempotency-key': key }),
        },
        payload: form(name, bytes).payload,
      });
    const first = await send('prices.csv', 'product;price\nHat;12 EUR\nScarf;20 EUR', 'a-key-of-mine');
    const item = first.json<Item>();
    expect([first.statusCode, item]).toMatchObject([201, { kind: 'upload', title: 'Prices', tags: ['a', 'b'] }]);
    expect((await send('prices.csv', 'product;price\nHat;12 EUR\nScarf;20 EUR', 'a-key-of-mine')).json<Item>().id).toBe(
      item.id,
    );
    expect((await send('prices.csv', 'other', 'a-key-of-mine')).statusCode).toBe(422);
    await process(item.id);
    expect((await search('price of a scarf'))[0]?.text).toContain('product: Scarf\nprice: 20 EUR');
    expect((await rowsOf('knowledgeVersions', item.id))[0]).not.toHaveProperty('bytes');
    expect((await send('prices.exe', 'MZ')).json<{ code: string }>().code).toBe('KNOWLEDGE.UPLOAD_INVALID');
    expect((await send('a.txt', 'x'.repeat(10 * 1024 * 1024 + 1))).json<{ code: string }>().code).toBe(
      'UPLOAD.TOO_LARGE',
    );
    expect((await call('POST', '/items/uploads', { title: 'no form' })).status).toBe(400);
    expect((await call('PATCH', `/items/${item.id}`, { content: 'other' })).code).toBe('KNOWLEDGE.NOT_EDITABLE');
  });

  it('keeps to the plan, also when many add at once', async () => {
    const workspaceId = owner.workspaceId as WorkspaceId;
    await workspace.rows
      .collection('workspacePlans')
      .updateOne({ _id: workspaceId }, { $set: { 'overrides.limits.knowledgeItems': 2 } }, { upsert: true });
    const plans = workspace.app.get(Plans);
    await until(async () => (await plans.limitsOf(workspaceId)).knowledgeItems === 2, 5_000, 'the limit');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        call('POST', '/items', { kind: 'text', title: `t${index}`, content: 'b' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429, 429, 429, 429, 429]);
    expect((await call<{ items: Item[] }>('GET', '/items')).body.items).toHaveLength(2);
  });

  it('follows the settings: what they say is searched, and goes with them', async () => {
    const patch = (values: object) =>
      workspace
        .as(owner.token)
        .call('PATCH', `/v1/workspaces/${owner.workspaceId}/settings/business-profile`, { values });
    const catalogue = [{ name: 'Linen dress', description: 'Wide and cool.', price: '89 EUR' }];
    expect((await patch({ businessName: 'Luna', location: 'Rosenweg 4, Berlin', catalogue })).status).toBe(200);
    const { items } = (await call<{ items: Item[] }>('GET', '/items')).body;
    expect(items.map(({ kind }) => kind).sort()).toEqual(['business', 'catalogue']);
    for (const { id } of items) await process(id);
    expect((await search('price of the linen dress'))[0]?.text).toBe('Linen dress\nWide and cool.\nPrice: 89 EUR');
    expect((await search('address'))[0]?.text).toContain('Rosenweg 4');
    await patch({ businessName: 'Luna', location: null, catalogue: [] });
    for (const { id } of items) await process(id);
    expect(await search('linen dress')).toEqual([]);
    expect((await call<{ items: Item[] }>('GET', '/items')).body.items).toEqual([]);
  });

  it('finds by words while the model that embeds has changed, and has its vectors once they are renewed', async () => {
    const item = await add({ content: RETURNS });
    const calls = workspace.app.get(AiCalls, { strict: false });
    const { embed, abilitiesOf } = { embed: calls.embed.bind(calls), abilitiesOf: calls.abilitiesOf.bind(calls) };
    jest
      .spyOn(calls, 'abilitiesOf')
      .mockImplementation(async (id) => ({ ...(await abilitiesOf(id)), embeddingModel: 'm2' }));
    jest.spyOn(calls, 'embed').mockImplementation(async (...asked) => ({ ...(await embed(...asked)), model: 'm2' }));
    const found = (await call<Found>('POST', '/search', { query: 'return dress' })).body;
    expect([found.mode, found.chunks.length > 0]).toEqual(['lexical', true]);
    await until(async () => (await row(item.id))?.['dueAt'] !== undefined, 2_000, 'the item to be due');
    await process(item.id);
    expect(await get(item.id)).toMatchObject({ status: 'ready', version: 1, searched: { embeddingModel: 'm2' } });
    expect((await call<Found>('POST', '/search', { query: 'return dress' })).body.mode).toBe('hybrid');
    jest.restoreAllMocks();
  });

  it('tries again when the model does not answer, and is found by words when it will not', async () => {
    const calls = workspace.app.get(AiCalls, { strict: false });
    const embed = jest.spyOn(calls, 'embed').mockRejectedValue(new AiError('transient', 'away'));
    const item = await add({ content: RETURNS });
    expect(item).toMatchObject({ status: 'pending', failure: { code: 'embedding-failed' } });
    embed.mockRejectedValue(new AiError('budget', 'used up'));
    await workspace.rows
      .collection('knowledgeItems')
      .updateOne({ _id: item.id as never, workspaceId: owner.workspaceId }, { $set: { dueAt: new Date() } });
    await process(item.id);
    expect(await get(item.id)).toMatchObject({ status: 'ready', searched: { embeddingModel: null } });
    expect((await call<Found>('POST', '/search', { query: 'return dress' })).body).toMatchObject({ mode: 'lexical' });
    embed.mockRestore();
  });

  it('gives all active items new vectors when asked, without losing any on the way', async () => {
    const { id } = await add({ content: RETURNS });
    const other = await add({ title: 'Hidden', content: RETURNS });
    await call('PATCH', `/items/${other.id}`, { active: false });
    const before = await row(id);
    expect((await call('POST', '/reindex')).body).toEqual({ items: 1 });
    expect(await search('return dress')).not.toEqual([]);
    await process(id);
    const after = await row(id);
    expect(after).toMatchObject({ status: 'ready', version: 1, searched: { version: 1 } });
    expect(after?.['searched'].stamp).not.toBe(before?.['searched'].stamp);
    expect(await search('return dress')).not.toEqual([]);
  });

  it('lets one run at a time have an item, and refuses what a late one writes', async () => {
    const { body } = await call<Item>('POST', '/items', { kind: 'text', title: 'Returns', content: RETURNS });
    const work = workspace.app.get(KnowledgeWorkRepository);
    const workspaceId = owner.workspaceId as WorkspaceId;
    const now = new Date();
    const late = await work.claim(workspaceId, body.id, 'late', { now, until: new Date(now.getTime() - 1) });
    expect(late).not.toBeNull();
    await process(body.id);
    expect(await get(body.id)).toMatchObject({ status: 'ready' });
    if (late !== null) {
      const searched = { version: 1, stamp: '1.x', chunks: 0, embeddingModel: null };
      await workspace.app.get(ItemStore).publish(late.claim, searched, { title: 'late' }, now);
    }
    expect((await get(body.id)).title).toBe('Returns');
    expect(await work.claim(workspaceId, body.id, 'again', { now: new Date(), until: now })).toBeNull();
  });

  it('writes nothing back into an item that was removed while it was read', async () => {
    const { body } = await call<Item>('POST', '/items', { kind: 'text', title: 'Returns', content: RETURNS });
    const builder = workspace.app.get(ItemBuilder);
    const build = builder.build.bind(builder);
    jest.spyOn(builder, 'build').mockImplementationOnce(async (...asked) => {
      const built = await build(...asked);
      await call('DELETE', `/items/${body.id}`);
      return built;
    });
    await process(body.id);
    for (const collection of ['knowledgeVersions', 'knowledgeChunks'])
      expect(await rowsOf(collection, body.id)).toEqual([]);
  });

  it('gives up after some attempts that all died', async () => {
    const { body } = await call<Item>('POST', '/items', { kind: 'text', title: 'Returns', content: RETURNS });
    const set = { attempts: 5 };
    await workspace.rows
      .collection('knowledgeItems')
      .updateOne({ _id: body.id as never, workspaceId: owner.workspaceId }, { $set: set });
    await process(body.id);
    expect(await get(body.id)).toMatchObject({ status: 'failed', failure: { code: 'internal' } });
    await call('POST', `/items/${body.id}/process`);
    await process(body.id);
    expect(await get(body.id)).toMatchObject({ status: 'ready' });
  });
});
