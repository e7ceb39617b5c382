import { failureOf } from '../../../../../test/support/ai-client-contract';
import { type ModelFault, ModelServer } from '../../../../../test/support/model-server';
import { SystemClock } from '../../../kernel';
import { ProviderClient } from '../provider-client';
import { FallbackAiClient } from './fallback-ai-client';

const ASK = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 20 } as const;
const clock = new SystemClock();

describe('two providers', () => {
  let first: ModelServer;
  let second: ModelServer;
  let clients: ProviderClient[];
  let both: FallbackAiClient;

  const clientOf = (name: string, { baseUrl }: ModelServer) =>
    new ProviderClient(
      {
        name,
        baseUrl,
        dialect: 'basic',
        model: `model-of-${name}`,
        embeddingModel: `vectors-of-${name}`,
        reach: 'any',
      },
      { clock },
    );

  beforeEach(async () => {
    [first, second] = await Promise.all([ModelServer.start(), ModelServer.start()]);
    const [a, b] = [clientOf('first', first), clientOf('second', second)];
    clients = [a, b];
    both = new FallbackAiClient(a, b, clock);
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.abort()));
    await Promise.all([first.stop(), second.stop()]);
  });

  it('ask the first alone while it answers', async () => {
    expect((await both.complete(ASK, { deadlineMs: 1_200 })).provider).toBe('first');
    expect(second.requests).toEqual([]);
  });

  it.each<ModelFault>(['timeout', 'server-error', 'reset', 'limited', 'truncated-json', 'slow-headers'])(
    'ask the second, within the deadline, when the first suffers: %s',
    async (fault) => {
      first.fault(fault, { times: null, retryAfter: 60 });
      const startedAt = clock.monotonic();
      const answer = await both.complete({ ...ASK, model: 'gpt-x' }, { deadlineMs: 1_200 });
      expect(answer).toMatchObject({ provider: 'second', model: 'model-of-second' });
      expect(clock.monotonic() - startedAt).toBeLessThan(1_200);
      expect(first.chats[0]?.model).toBe('gpt-x');
    },
  );

  it('do not shop around for what the first refuses', async () => {
    first.fault('refusal');
    expect((await both.complete(ASK, { deadlineMs: 1_200 })).finish).toBe('refused');
    expect(second.requests).toEqual([]);
  });

  it('do not mix their vectors', async () => {
    first.fault('limited', { retryAfter: 60 });
    expect((await failureOf(both.embed(['a'], { deadlineMs: 1_200 }))).class).toBe('limited');
    expect(second.requests).toEqual([]);
  });

  it('count what both have cost when both fail', async () => {
    first.fault('timeout', { times: null });
    second.fault('timeout', { times: null });
    const failure = await failureOf(both.complete(ASK, { deadlineMs: 600 }));
    expect(failure).toMatchObject({ class: 'transient', usage: { estimated: true } });
    expect(failure.usage?.promptTokens).toBeGreaterThan(10);
  });
});
