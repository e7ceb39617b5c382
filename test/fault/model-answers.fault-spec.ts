import { MODEL_FAULTS, ModelServer } from '../support/model-server';
import { Parley, until } from '../support/parley';

/** A call of a model ends in it, whatever the model does. */
const ENDS_MS = 20_000;
const KEY = 'sk-of-the-host-canary';

interface Probe {
  ok: boolean;
  failure?: string;
}

interface Overview {
  today: { calls: number; failures: number };
}

describe('a model that fails', () => {
  let server: ModelServer;
  let parley: Parley;
  let token = '';

  beforeAll(async () => {
    server = await ModelServer.start();
    const env = { AI_PROVIDER: 'openai', AI_BASE_URL: server.baseUrl, AI_API_KEY: KEY, AI_MODEL: 'gpt-4.1-mini' };
    parley = await Parley.start({ env, workers: 0 });
    const { email, password } = parley.owner;
    ({ token } = await call<{ token: string }>('POST', '/v1/auth/login', { email, password }));
  });
  afterEach(() => server.reset());
  afterAll(async () => {
    await server.stop();
    await parley.stop();
  });

  async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(parley.apiUrl + path, { method, headers, ...sent });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  const path = (rest: string) => `/v1/workspaces/${parley.owner.workspaceId}/ai${rest}`;
  const probe = () => call<Probe>('POST', path('/provider/test'));

  it('in every manner at once holds up nobody, and is counted', async () => {
    for (const fault of MODEL_FAULTS) server.fault(fault, { retryAfter: 60 });
    const startedAt = performance.now();
    const probes = MODEL_FAULTS.map(probe);
    // Others are served meanwhile.
    await call('GET', '/health/ready');
    expect(performance.now() - startedAt).toBeLessThan(ENDS_MS / 2);
    for (const { ok, failure } of await Promise.all(probes))
      expect(ok ? 'ok' : failure).toMatch(/^(ok|limited|transient|invalid|refused)$/);
    expect(performance.now() - startedAt).toBeLessThan(ENDS_MS);
    const { today } = await call<Overview>('GET', path(''));
    expect(today.calls).toBe(MODEL_FAULTS.length);
    expect(today.failures).toBeGreaterThan(0);
  });

  it('for a while is left alone, and asked again when it is back', async () => {
    server.fault('reset', { times: null });
    const isLeftAlone = async () => {
      const before = server.requests.length;
      await probe();
      return server.requests.length === before;
    };
    await until(isLeftAlone, ENDS_MS, 'the provider to be left alone');
    server.reset();
    await until(async () => (await probe()).ok, ENDS_MS, 'the provider to be asked again');
  });

  it('leaves neither its key nor what was said in any log', () => {
    expect(parley.logs()).not.toMatch(new RegExp(`${KEY}|Answer with the word`));
  });
});
