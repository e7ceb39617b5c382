import { loadConfig } from '../../../config';
import { RecordingDiagnostics } from '../../../test/support/diagnostics';
import { TEST_ENV } from '../../../test/support/http-app';
import { ManualClock } from '../../../test/support/manual-clock';
import { ModelServer } from '../../../test/support/model-server';
import { standIn } from '../../../test/support/stand-in';
import { newId, Secret, type WorkspaceId } from '../../shared/kernel';
import { Metrics } from '../../shared/observability';
import { AiClients } from '../../shared/providers/ai';
import { SecretBox } from '../../shared/security';
import type { AiProvidersRepository } from '../repositories/ai-providers.repository';
import type { AiProviderRow } from '../schemas/ai-provider.schema';
import { AiProviderKeys } from './ai-provider-keys.service';
import { AiProviders } from './ai-providers.service';

const ASK = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 10 } as const;
const SOON = { deadlineMs: 3_000 };
const workspaceId: WorkspaceId = newId();

describe('which provider a workspace has', () => {
  let host: ModelServer;
  let own: ModelServer;
  let stored: AiProviderRow | null;
  let reads: number;
  let log: RecordingDiagnostics;
  let clock: ManualClock;
  let clients: AiClients;
  let keys: AiProviderKeys;
  let providers: AiProviders;

  beforeAll(async () => {
    [host, own] = await Promise.all([ModelServer.start(), ModelServer.start()]);
  });
  afterAll(() => Promise.all([host.stop(), own.stop()]));

  beforeEach(() => {
    stored = null;
    reads = 0;
    clock = new ManualClock();
    const config = loadConfig({ ...TEST_ENV, AI_PROVIDER: 'openai', AI_BASE_URL: host.baseUrl, AI_API_KEY: 'sk-host' });
    log = new RecordingDiagnostics();
    clients = new AiClients(config, clock, new Metrics(), log, true);
    keys = new AiProviderKeys(new SecretBox(config));
    const rows = standIn<AiProvidersRepository>({
      current: () => {
        reads += 1;
        return Promise.resolve(stored);
      },
    });
    providers = new AiProviders(rows, keys, clients, clock, config);
  });
  afterEach(async () => {
    host.reset();
    own.reset();
    await clients.onApplicationShutdown();
  });

  const rowAt = (baseUrl: string, more: Partial<AiProviderRow> = {}): AiProviderRow => ({
    _id: workspaceId,
    workspaceId,
    baseUrl,
    dialect: 'basic',
    model: 'm-own',
    ...keys.seal(workspaceId, baseUrl, new Secret('sk-own-0123456789')),
    revision: newId(),
    updatedAt: new Date(),
    ...more,
  });
  const ask = async () => (await providers.of(workspaceId)).client.complete(ASK, SOON);

  it('is the host’s unless it has its own', async () => {
    await ask();
    expect(host.requests[0]?.authorization).toBe('Bearer sk-host');
    expect(own.requests).toEqual([]);
  });

  it('is its own, with its own key, and never the host’s', async () => {
    stored = rowAt(own.baseUrl);
    expect(await ask()).toMatchObject({ provider: 'own', model: 'm-own' });
    expect(own.requests[0]?.authorization).toBe('Bearer sk-own-0123456789');
    expect(host.requests).toEqual([]);
  });

  it('is not the host’s when its own fails: nobody else pays for it', async () => {
    stored = rowAt(own.baseUrl);
    own.fault('limited', { times: null, retryAfter: 90 });
    await expect(ask()).rejects.toMatchObject({ class: 'limited' });
    expect(host.requests).toEqual([]);
  });

  it('is read at most once a second, and seen within a second when another process has changed it', async () => {
    await ask();
    await ask();
    expect(reads).toBe(1);
    stored = rowAt(own.baseUrl);
    clock.advance(1_000);
    expect((await providers.of(workspaceId)).name).toBe('own');
  });

  it('is seen at once when this process has changed it', async () => {
    await ask();
    stored = rowAt(own.baseUrl);
    providers.changed(workspaceId);
    expect((await providers.of(workspaceId)).name).toBe('own');
  });

  it('keeps its client while it stays the same, and gets another one when it changes', async () => {
    stored = rowAt(own.baseUrl);
    const { client } = await providers.of(workspaceId);
    providers.changed(workspaceId);
    expect((await providers.of(workspaceId)).client).toBe(client);
    stored = rowAt(own.baseUrl);
    providers.changed(workspaceId);
    expect((await providers.of(workspaceId)).client).not.toBe(client);
  });

  it('lets a call end that began before a change', async () => {
    stored = rowAt(own.baseUrl);
    let release: () => void = () => undefined;
    own.gate = () => new Promise((resolve) => (release = resolve));
    const call = ask();
    while (own.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stored = null;
    providers.changed(workspaceId);
    await providers.of(workspaceId);
    release();
    expect((await call).provider).toBe('own');
  });

  it('cannot be used with a key that was sealed for another address or workspace', async () => {
    const { sealedKey } = rowAt('https://models.example/v1');
    if (sealedKey === undefined) throw new Error('no key');
    stored = rowAt(own.baseUrl, { sealedKey });
    await expect(providers.of(workspaceId)).rejects.toMatchObject({ code: 'SECRET.UNREADABLE' });
    stored = { ...rowAt(own.baseUrl), workspaceId: newId() };
    providers.changed(workspaceId);
    await expect(providers.of(workspaceId)).rejects.toMatchObject({ code: 'SECRET.UNREADABLE' });
    expect(own.requests).toEqual([]);
  });

  it('is the host’s for the platform itself', async () => {
    stored = rowAt(own.baseUrl);
    expect(await providers.of(null)).toMatchObject({ name: 'platform', isHosts: true });
    expect(reads).toBe(0);
  });

  it('is noted with each attempt, by numbers and codes alone', async () => {
    stored = rowAt(own.baseUrl);
    own.fault('limited', { retryAfter: 0 });
    await ask();
    expect(log.events).toMatchObject([
      {
        category: 'model_api',
        level: 'warn',
        message: 'model.limited',
        details: { provider: 'own', operation: 'complete', attempt: 1, detail: 'http/429' },
      },
      { message: 'model.ok', level: 'debug', details: { attempt: 2 } },
    ]);
    expect(JSON.stringify(log.events)).not.toMatch(/sk-|127\.0\.0\.1|Hi|OK/);
  });
});
