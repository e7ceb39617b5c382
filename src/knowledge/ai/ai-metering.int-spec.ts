import { ModelServer } from '../../../test/support/model-server';
import { until } from '../../../test/support/parley';
import { newTestName } from '../../../test/support/test-name';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { type ContactId, type ConversationId, newId, systemCaller, type WorkspaceId } from '../../shared/kernel';
import { type AiCompletionRequest, AiError } from '../../shared/providers/ai';
import { WorkspaceFacade } from '../../workspace';
import type { AiUsageRow } from '../schemas/ai-usage.schema';
import { AiPersonalData } from './ai.personal-data';
import { AiCalls, type AiScope } from './ai-calls.port';

const SOON = { deadlineMs: 10_000 };
const FLOW = { versionId: 'v1', nodeId: 'n1', goal: 'lead' };
const ASK: AiCompletionRequest = { messages: [{ role: 'user', content: 'Hello '.repeat(200) }], maxTokens: 100 };
/** 1000 prompt and 100 completion tokens of gpt-4.1-mini: 0.4 and 1.6 dollars a million. */
const USAGE = { prompt: 1_000, completion: 100 };
const COST_USD = 0.00056;

describe('what AI costs, on the store', () => {
  let server: ModelServer;
  let workspace: WorkspaceApp;
  let calls: AiCalls;
  let owner: SignedUp;
  let workspaceId: WorkspaceId;
  let root: string;

  beforeAll(async () => {
    server = await ModelServer.start();
    workspace = await WorkspaceApp.start({
      AI_PROVIDER: 'openai',
      AI_BASE_URL: server.baseUrl,
      AI_API_KEY: 'sk-of-the-host-1234',
      AI_MODEL: 'gpt-4.1-mini',
      AI_MODELS: 'gpt-4.1',
    });
    calls = workspace.app.get(AiCalls);
    const email = `${newTestName()}@shop.example`;
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    await workspace.app.get(WorkspaceFacade).createOwner(admin, systemCaller('test', 'corr-0001'));
    root = (await workspace.logIn(email)).body.token;
  });
  afterAll(async () => {
    await server.stop();
    await workspace.stop();
  });
  beforeEach(async () => {
    server.reset();
    server.answer(() => true, { text: 'Hello yourself', usage: USAGE });
    owner = await workspace.signUp();
    workspaceId = owner.workspaceId as WorkspaceId;
  });

  const me = () => workspace.as(owner.token);
  const url = (path = '') => `/v1/workspaces/${workspaceId}/ai${path}`;
  const scope = (more: Partial<AiScope> = {}): AiScope => ({ workspaceId, purpose: 'reply', ...more });
  const limit = async (values: object) => {
    const { status } = await me().call('PATCH', `/v1/workspaces/${workspaceId}/settings/ai`, { values });
    expect(status).toBe(200);
  };
  const rows = () => workspace.rows.collection<AiUsageRow>('aiUsage').find({ workspaceId }).toArray();
  const total = async () =>
    (await rows()).find((row) => row.scope === 'workspace' && row.period.length === 7) ?? {
      calls: 0,
      nanos: 0,
      failures: 0,
    };
  const failureOf = async (call: Promise<unknown>) => {
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof AiError) return error;
    throw new Error('No AiError.');
  };
  const many = async (count: number, call: () => Promise<unknown>) => {
    const results = await Promise.allSettled(Array.from({ length: count }, call));
    return results.filter(({ status }) => status === 'fulfilled').length;
  };

  it('is counted for the workspace, the conversation, the flow, its goal and node, the model and the purpose', async () => {
    await calls.complete(scope({ conversationId: 'c1', flow: FLOW }), ASK, SOON);
    await calls.complete(scope({ conversationId: 'c1', purpose: 'intent' }), ASK, SOON);
    const counted = (await rows()).map(({ scope: name, key, calls: n }) => `${name}/${key}: ${n}`).sort();
    expect(counted).toEqual([
      'conversation/c1: 2',
      'flow/v1: 1',
      'goal/lead: 1',
      'goal/outside: 1',
      'model/gpt-4.1-mini: 2',
      'node/v1:n1: 1',
      'purpose/intent: 1',
      'purpose/reply: 1',
      'workspace/: 2',
      'workspace/: 2',
    ]);
    const { body } = await me().call<{ items: { costUsd: number; promptTokens: number }[] }>('GET', url('/usage'));
    expect(body.items).toMatchObject([{ promptTokens: 2_000 }]);
    expect(body.items[0]?.costUsd).toBeCloseTo(2 * COST_USD, 9);
  });

  it('is shown by purpose, the dearest first, and refuses a range that is none', async () => {
    await calls.complete(scope({ purpose: 'summary' }), ASK, SOON);
    await calls.complete(scope(), ASK, SOON);
    await calls.complete(scope(), ASK, SOON);
    const { body } = await me().call<{ items: { key: string }[]; total: object }>('GET', url('/usage?by=purpose'));
    expect(body.items.map(({ key }) => key)).toEqual(['reply', 'summary']);
    expect(body.total).toMatchObject({ calls: 3 });
    expect((await me().call('GET', url('/usage?from=2026-02-02&to=2026-01-01'))).code).toBe('AI.RANGE_INVALID');
    expect((await me().call('GET', url('/usage?from=2026-02-30'))).status).toBe(400);
  });

  it('is the same under 50 calls at once', async () => {
    expect(await many(50, () => calls.complete(scope({ conversationId: 'c1' }), ASK, SOON))).toBe(50);
    for (const row of await rows()) expect(row).toMatchObject({ calls: 50, promptTokens: 50_000 });
  });

  it('counts calls that fail, with what they may have cost', async () => {
    server.fault('timeout');
    const failure = await failureOf(calls.complete(scope(), ASK, { deadlineMs: 300 }));
    expect(failure).toMatchObject({ class: 'transient', detail: 'timeout' });
    expect(await total()).toMatchObject({ calls: 1, failures: 1 });
    expect((await total()).nanos).toBeGreaterThan(0);
  });

  describe('a cap', () => {
    it('on a day is passed by one call at most, under 50 at once', async () => {
      await limit({ dailySpendUsd: 10 * COST_USD });
      let inFlight = 0;
      server.gate = async () => {
        inFlight += 1;
        await new Promise((resolve) => setImmediate(resolve));
      };
      const passed = await many(50, () => calls.complete(scope(), ASK, SOON));
      expect(inFlight).toBe(passed);
      expect((await total()).nanos).toBeLessThanOrEqual(11 * COST_USD * 1e9);
      expect(passed).toBeGreaterThan(0);
      // What was reserved for more than it cost is free again.
      while ((await total()).nanos < 10 * COST_USD * 1e9) await calls.complete(scope(), ASK, SOON);
      const failure = await failureOf(calls.complete(scope(), ASK, SOON));
      expect(failure).toMatchObject({ class: 'budget', detail: 'daily-spend' });
      expect(failure.retryAfterMs).toBeLessThanOrEqual(86_400_000);
      expect((await total()).nanos).toBeLessThanOrEqual(11 * COST_USD * 1e9);
    });

    it('of nothing lets nothing through', async () => {
      await limit({ monthlySpendUsd: 0 });
      expect(await failureOf(calls.complete(scope(), ASK, SOON))).toMatchObject({ detail: 'monthly-spend' });
      expect(server.requests).toEqual([]);
    });

    it('on the tokens of one conversation leaves others alone', async () => {
      await limit({ conversationDailyTokens: 1_500 });
      const inOne = () => calls.complete(scope({ conversationId: 'c1' }), ASK, SOON);
      expect([await many(1, inOne), await many(1, inOne), await many(1, inOne)]).toEqual([1, 1, 0]);
      expect(await failureOf(inOne())).toMatchObject({ detail: 'conversation-tokens' });
      expect(await many(1, () => calls.complete(scope({ conversationId: 'c2' }), ASK, SOON))).toBe(1);
    });

    it('gives back what a refused call had reserved elsewhere', async () => {
      await limit({ conversationDailyTokens: 1_000_000, monthlySpendUsd: 0 });
      await failureOf(calls.complete(scope({ conversationId: 'c1' }), ASK, SOON));
      for (const row of await rows()) expect(row.reservations).toEqual([]);
    });

    it('is not held up by calls whose process died', async () => {
      await limit({ dailySpendUsd: COST_USD });
      await calls.complete(scope(), ASK, SOON);
      await workspace.rows
        .collection<AiUsageRow>('aiUsage')
        .updateMany(
          { workspaceId, scope: 'workspace' },
          { $set: { nanos: 0, reservations: [{ id: 'dead', nanos: 1e12, tokens: 1, expiresAt: new Date(0) }] } },
        );
      expect(await many(1, () => calls.complete(scope(), ASK, SOON))).toBe(1);
    });
  });

  describe('the plan’s AI messages', () => {
    const plan = async (aiMessages: number) => {
      const path = `/v1/admin/workspaces/${workspaceId}/plan`;
      expect((await workspace.as(root).call('PUT', path, { limits: { aiMessages } })).status).toBe(200);
    };
    const used = async () => {
      const path = `/v1/workspaces/${workspaceId}/usage`;
      const { body } = await me().call<{ resources: { resource: string; used: number; reserved: number }[] }>(
        'GET',
        path,
      );
      return body.resources.find(({ resource }) => resource === 'aiMessages');
    };

    it('are charged for answers alone, once for all calls that make one', async () => {
      await plan(5);
      await calls.complete(scope(), ASK, SOON);
      await calls.complete(scope({ purpose: 'agent' }), ASK, SOON);
      await calls.complete(scope({ purpose: 'agent', continues: true }), ASK, SOON);
      await calls.complete(scope({ purpose: 'intent' }), ASK, SOON);
      expect(await used()).toMatchObject({ used: 2, reserved: 0 });
    });

    it('are never more than the plan allows, under 50 calls at once, and not charged for failures', async () => {
      await plan(3);
      server.fault('refusal', { times: 0 });
      server.reset();
      server.fault('limited', { retryAfter: 90 });
      await failureOf(calls.complete(scope(), ASK, SOON));
      expect(await used()).toMatchObject({ used: 0, reserved: 0 });
      expect(await many(50, () => calls.complete(scope(), ASK, SOON))).toBe(3);
      expect(await failureOf(calls.complete(scope(), ASK, SOON))).toMatchObject({ class: 'budget', detail: 'plan' });
    });
  });

  it('is shown to platform admins by workspace, and to nobody else', async () => {
    await calls.complete(scope(), ASK, SOON);
    await calls.complete({ workspaceId: null, purpose: 'assistant' }, ASK, SOON);
    const { body } = await workspace
      .as(root)
      .call<{ items: { workspaceId: string; costUsd: number }[] }>('GET', '/v1/admin/ai/usage?limit=200');
    expect(body.items.map((item) => item.workspaceId)).toEqual(expect.arrayContaining([workspaceId, 'platform']));
    expect((await me().call('GET', '/v1/admin/ai/usage')).status).toBe(403);
    const other = await workspace.signUp();
    expect((await workspace.as(other.token).call('GET', url('/usage'))).status).toBe(404);
    expect((await workspace.as(root).call('GET', '/v1/admin/ai/providers')).body).toMatchObject({
      items: [{ name: 'platform', model: 'gpt-4.1-mini', isBroken: false }],
    });
  });

  it('goes with the contact, as far as it is of their conversations', async () => {
    await calls.complete(scope({ conversationId: 'c1' }), ASK, SOON);
    expect((await rows()).some(({ scope: name }) => name === 'conversation')).toBe(true);
    const [usage] = workspace.app.get(AiPersonalData).collections;
    const share = usage?.contact?.({
      kind: 'contact',
      workspaceId,
      contactIds: [newId<ContactId>()],
      conversationIds: ['c1' as ConversationId],
    });
    expect(await workspace.rows.collection('aiUsage').countDocuments({ ...share?.filter })).toBe(1);
  });

  it('is told beside what AI can do here', async () => {
    await limit({ dailySpendUsd: 2 });
    await calls.complete(scope(), ASK, SOON);
    expect((await me().call('GET', url())).body).toMatchObject({
      abilities: { provider: 'platform', generates: true, embeds: true, transcribes: true },
      limits: { dailySpendUsd: 2, monthlySpendUsd: null },
      today: { calls: 1 },
      month: { calls: 1 },
    });
  });

  describe('a model', () => {
    it('that the host does not offer is not asked', async () => {
      const failure = await failureOf(calls.complete(scope(), { ...ASK, model: 'gpt-5.5-pro' }, SOON));
      expect(failure).toMatchObject({ class: 'config', detail: 'model-not-offered' });
      expect(server.requests).toEqual([]);
    });

    it('that the host offers is, at its own price', async () => {
      await calls.complete(scope(), { ...ASK, model: 'gpt-4.1' }, SOON);
      expect((await total()).nanos).toBe(1_000 * 2_000 + 100 * 8_000);
    });
  });

  describe('an own provider', () => {
    const own = {
      baseUrl: 'https://models.example/v1',
      dialect: 'openai',
      model: 'm1',
      apiKey: 'sk-of-the-workspace-9876',
    };
    const put = (more: object = {}) => me().call('PUT', url('/provider'), { ...own, ...more });

    it('is kept with its key encrypted and never shown', async () => {
      expect((await put()).body).toMatchObject({ model: 'm1', hasKey: true, keyHint: '9876' });
      const stored = JSON.stringify([
        await workspace.rows.collection('aiProviders').find({ workspaceId }).toArray(),
        await workspace.rows.collection('auditEntries').find({ workspaceId }).toArray(),
        (await me().call('GET', url('/provider'))).body,
      ]);
      expect(stored).not.toContain(own.apiKey);
      expect(await calls.abilitiesOf(workspaceId)).toMatchObject({ provider: 'own', transcribes: false });
    });

    it('keeps its key when it is changed otherwise, but not for another address', async () => {
      await put();
      expect((await put({ apiKey: undefined, model: 'm2' })).body).toMatchObject({ model: 'm2', hasKey: true });
      expect((await put({ apiKey: undefined, baseUrl: 'https://evil.example/v1' })).code).toBe('AI.KEY_NEEDED');
      expect((await put({ apiKey: null })).body).toMatchObject({ hasKey: false });
    });

    it.each([
      'http://models.example/v1',
      'https://127.0.0.1/v1',
      'https://169.254.169.254/latest',
      'https://[::1]/v1',
      'https://10.1.2.3:8443/v1',
      'https://user:pass@models.example/v1',
      'ftp://models.example/v1',
      'models.example',
    ])('cannot be at %s', async (baseUrl) => {
      expect((await put({ baseUrl })).code).toBe('AI.PROVIDER_INVALID');
    });

    it.each([
      [{ baseUrl: { $gt: '' } }],
      [{ model: 'a b' }],
      [{ dialect: 'soap' }],
      [{ apiKey: 'two\nlines' }],
      [{ apiKey: 1 }],
      [{ extra: 1 }],
    ])('cannot be %j', async (part) => {
      expect((await put(part)).status).toBe(400);
    });

    it('is given up for the host’s', async () => {
      await put();
      expect((await me().call('DELETE', url('/provider'))).status).toBe(204);
      expect((await me().call('DELETE', url('/provider'))).code).toBe('AI.PROVIDER_NOT_FOUND');
      expect((await me().call('GET', url('/provider'))).code).toBe('AI.PROVIDER_NOT_FOUND');
      expect(await calls.abilitiesOf(workspaceId)).toMatchObject({ provider: 'platform' });
      expect(await workspace.auditActions()).toEqual(
        expect.arrayContaining(['ai-provider.changed', 'ai-provider.removed']),
      );
    });

    it('is probed', async () => {
      expect((await me().call('POST', url('/provider/test'))).body).toMatchObject({ ok: true, model: 'gpt-4.1-mini' });
      server.fault('limited', { retryAfter: 90 });
      expect((await me().call('POST', url('/provider/test'))).body).toMatchObject({ ok: false, failure: 'limited' });
    });
  });

  it('is in the diagnostic log with numbers and codes, and no text or key is stored anywhere', async () => {
    const admin = workspace.as(root);
    const categories = { ai_timing: true, model_api: true };
    await admin.call('PUT', '/v1/admin/log-settings', { categories, content: true });
    const messages = [{ role: 'user' as const, content: 'canary-of-a-person' }];
    await calls.complete(scope({ flow: FLOW }), { ...ASK, messages }, SOON);
    const logged = async () =>
      (await admin.call<{ items: { message: string; category: string }[] }>('GET', '/v1/admin/log-events')).body.items;
    const isLogged = async () => {
      const seen = (await logged()).map(({ category, message }) => `${category}/${message}`);
      return seen.includes('ai_timing/ai.ok') && seen.includes('model_api/model.ok');
    };
    await until(isLogged, 10_000, 'the call to be in the log');
    const event = (await logged()).find(({ category }) => category === 'ai_timing');
    expect(event).toMatchObject({
      workspaceId,
      details: { purpose: 'reply', provider: 'platform', promptTokens: 1_000, versionId: 'v1', nodeId: 'n1' },
    });
    const everything = await Promise.all(
      (await workspace.rows.listCollections()).map(({ name }) => workspace.rows.collection(name).find().toArray()),
    );
    expect(JSON.stringify(everything)).not.toMatch(/canary-of-a-person|Hello yourself|sk-of-the-host/);
  });
});
