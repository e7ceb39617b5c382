import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeAiClientContract, failureOf } from '../../../../test/support/ai-client-contract';
import { ModelServer } from '../../../../test/support/model-server';
import { Secret, SystemClock } from '../../kernel';
import { OfflineAiClient } from './offline/offline-ai-client';
import { ProviderClient } from './provider-client';
import type { AiProviderSettings } from './provider-settings';
import type { AiAttempt } from './resilience/guarded-calls';

const SOON = { deadlineMs: 5_000 };
const KEY = 'sk-not-to-be-seen';
const ASK = { messages: [{ role: 'user', content: 'Are you open?' }], maxTokens: 50 } as const;
const SCHEMA = {
  name: 'reply',
  jsonSchema: {
    type: 'object',
    properties: { text: { type: 'string' }, escalate: { type: 'boolean' } },
    required: ['text', 'escalate'],
    additionalProperties: false,
  },
};
const TOOL = {
  name: 'check_hours',
  description: 'When the shop is open.',
  parameters: {
    type: 'object',
    properties: { day: { type: 'string', enum: ['mon', 'tue'] } },
    required: ['day'],
    additionalProperties: false,
  },
};

let server: ModelServer;
let client: ProviderClient;
let attempts: AiAttempt[];

const connect = (settings: Partial<AiProviderSettings> = {}, allowLoopback = false): ProviderClient =>
  new ProviderClient(
    {
      name: 'scripted',
      baseUrl: server.baseUrl,
      apiKey: new Secret(KEY),
      dialect: 'openai',
      model: 'gpt-4.1-mini',
      embeddingModel: 'text-embedding-3-small',
      transcriptionModel: 'gpt-4o-mini-transcribe',
      reach: 'any',
      ...settings,
    },
    { clock: new SystemClock(), observe: (_, attempt) => attempts.push(attempt), allowLoopback },
  );

beforeAll(async () => {
  server = await ModelServer.start();
});
beforeEach(() => {
  attempts = [];
  client = connect();
});
afterEach(async () => {
  server.reset();
  await client.abort();
});
afterAll(() => server.stop());

describeAiClientContract('offline', () => ({ client: new OfflineAiClient() }));
describeAiClientContract('OpenAI’s API over HTTP', () => ({ client }));

it('offline there is one embedding model', async () => {
  const call = new OfflineAiClient().embed(['a'], { ...SOON, model: 'unheard-of' });
  expect((await failureOf(call)).class).toBe('config');
});

describe('a request to OpenAI’s API', () => {
  it('carries the key, has storage off and names the limits', async () => {
    await client.complete({ ...ASK, temperature: 0.3 }, SOON);
    expect(server.requests[0]).toMatchObject({
      path: '/chat/completions',
      authorization: `Bearer ${KEY}`,
      chat: { model: 'gpt-4.1-mini', store: false, max_completion_tokens: 50, temperature: 0.3 },
    });
  });

  it('to a reasoning model has an effort and no temperature', async () => {
    await client.complete({ ...ASK, model: 'gpt-5.4-mini', temperature: 0.3, reasoningEffort: 'low' }, SOON);
    expect(server.chats[0]).toMatchObject({ model: 'gpt-5.4-mini', reasoning_effort: 'low' });
    expect(server.chats[0]).not.toHaveProperty('temperature');
  });

  it('in the basic dialect has only what every server knows', async () => {
    const basic = connect({ dialect: 'basic' });
    await basic.complete({ ...ASK, reasoningEffort: 'low' }, SOON);
    expect(Object.keys(server.chats[0] ?? {}).sort()).toEqual(['max_tokens', 'messages', 'model']);
    await basic.close();
  });

  it('hands over pictures, tools, and what they answered', async () => {
    const image = 'https://cdn.example/mug.jpg';
    await client.complete(
      {
        ...ASK,
        messages: [
          { role: 'system', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'This one?' },
              { type: 'image', url: image },
            ],
          },
          { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'check_hours', arguments: { day: 'mon' } }] },
          { role: 'tool', toolCallId: 'c1', content: '9-18' },
        ],
        tools: [TOOL],
      },
      SOON,
    );
    expect(server.chats[0]).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text' }, { type: 'image_url', image_url: { url: image } }] },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c1', function: { name: 'check_hours', arguments: '{"day":"mon"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '9-18' },
      ],
      tools: [{ function: { name: 'check_hours', strict: true } }],
    });
  });

  it('sends a voice message as a file', async () => {
    const bytes = new TextEncoder().encode('RIFF-bytes-of-sound');
    const { text, language } = await client.transcribe({ bytes, fileName: 'v.m4a', contentType: 'audio/mp4' }, SOON);
    expect({ text, language }).toEqual({ text: 'Hello from the voice message', language: 'en' });
    expect(server.requests[0]?.raw).toContain('filename="v.m4a"');
    expect(server.requests[0]?.raw).toContain('RIFF-bytes-of-sound');
  });

  it('for many vectors is several, one after the other', async () => {
    const texts = Array.from({ length: 150 }, (_, index) => `text number ${index}`);
    const { vectors, usage } = await client.embed(texts, SOON);
    expect(vectors).toHaveLength(150);
    expect(server.requests).toHaveLength(3);
    expect(usage.promptTokens).toBe(450);
    const [alone] = (await client.embed(['text number 149'], SOON)).vectors;
    expect(vectors[149]).toEqual(alone);
    const tooMany = client.embed(
      Array.from({ length: 2_049 }, () => 'x'),
      SOON,
    );
    expect(await failureOf(tooMany)).toMatchObject({ class: 'invalid', detail: 'too-many-texts' });
  });

  it('makes vectors offline where the provider has no model for that', async () => {
    const plain = new ProviderClient(
      { name: 'p', baseUrl: server.baseUrl, dialect: 'basic', model: 'm', reach: 'any' },
      { clock: new SystemClock() },
    );
    expect((await plain.embed(['a'], SOON)).model).toBe(new OfflineAiClient().embeddingModel);
    expect(server.requests).toEqual([]);
    await plain.close();
  });
});

describe('an answer', () => {
  it('that fits the schema is given as JSON, with what it cost', async () => {
    const json = { text: 'Yes', escalate: false };
    server.answer('open', { json, usage: { prompt: 40, completion: 6, cached: 30 } });
    expect(await client.complete({ ...ASK, schema: SCHEMA }, SOON)).toMatchObject({
      json,
      finish: 'stop',
      provider: 'scripted',
      usage: { promptTokens: 40, completionTokens: 6, cachedTokens: 30 },
    });
    expect(server.chats[0]?.response_format?.json_schema).toMatchObject({ name: 'reply', strict: true });
  });

  it.each([
    ['lacks a field', { text: 'Yes' }],
    ['has a field too many', { text: 'Yes', escalate: true, more: 1 }],
    ['has a field of another type', { text: 'Yes', escalate: 'no' }],
    ['is a list', [1]],
  ])('that %s is asked for once more, then given up, and both are counted', async (_, json) => {
    server.answer('open', { json, usage: { prompt: 10, completion: 5 } });
    const failure = await failureOf(client.complete({ ...ASK, schema: SCHEMA }, SOON));
    expect(failure).toMatchObject({ class: 'invalid', usage: { promptTokens: 20, completionTokens: 10 } });
    expect(server.chats).toHaveLength(2);
  });

  it('that fits the second time is taken, and both are counted', async () => {
    server.fault('wrong-json').answer('open', { json: { text: 'Yes', escalate: false } });
    const { json, usage } = await client.complete({ ...ASK, schema: SCHEMA }, SOON);
    expect({ json, usage }).toMatchObject({ json: { text: 'Yes' }, usage: { promptTokens: 200 } });
  });

  it('that was cut off has no JSON', async () => {
    server.answer('open', { text: '{"text":"Ye', finish: 'length' });
    const completion = await client.complete({ ...ASK, schema: SCHEMA }, SOON);
    expect(completion.finish).toBe('length');
    expect(completion).not.toHaveProperty('json');
  });

  it('that calls a tool gives its checked arguments', async () => {
    server.answer('open', { tools: [{ name: 'check_hours', arguments: '{"day":"mon"}' }] });
    expect(await client.complete({ ...ASK, tools: [TOOL] }, SOON)).toMatchObject({
      finish: 'tools',
      toolCalls: [{ name: 'check_hours', arguments: { day: 'mon' } }],
    });
  });

  it.each([
    ['a tool that was not offered', { name: 'drop_all', arguments: '{}' }],
    ['arguments that do not fit', { name: 'check_hours', arguments: '{"day":"sun"}' }],
    ['arguments that are no JSON', { name: 'check_hours', arguments: '{"day":' }],
    ['arguments that are no object', { name: 'check_hours', arguments: '["mon"]' }],
  ])('that names %s is invalid', async (_, tool) => {
    server.answer('open', { tools: [tool] });
    const failure = await failureOf(client.complete({ ...ASK, tools: [TOOL] }, SOON));
    expect(failure).toMatchObject({ class: 'invalid', detail: 'tool' });
  });

  it('with counts that cannot be is invalid', async () => {
    server.answer('open', { text: 'x', usage: { prompt: -1, completion: 1e15 } });
    expect(await failureOf(client.complete(ASK, SOON))).toMatchObject({ class: 'invalid', detail: 'shape' });
  });
});

describe('a call', () => {
  it('ends when its caller cancels, and says what it may have cost', async () => {
    const cancel = new AbortController();
    server.gate = () => {
      cancel.abort();
      return new Promise(() => undefined);
    };
    const failure = await failureOf(client.complete(ASK, { ...SOON, signal: cancel.signal }));
    expect(failure).toMatchObject({ class: 'cancelled', usage: { estimated: true } });
  });

  it('waits as long as the provider says, if that is short', async () => {
    server.fault('limited', { retryAfter: 0 }).answer('open', { text: 'Yes' });
    expect((await client.complete(ASK, SOON)).text).toBe('Yes');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['limited', 'ok']);
  });

  it('leaves a long wait to the caller', async () => {
    server.fault('limited', { retryAfter: 90 });
    expect(await failureOf(client.complete(ASK, SOON))).toMatchObject({ class: 'limited', retryAfterMs: 90_000 });
    expect(server.chats).toHaveLength(1);
  });

  it('is tried three times and no more', async () => {
    server.fault('server-error', { times: null });
    expect(await failureOf(client.complete(ASK, SOON))).toMatchObject({ class: 'transient', detail: 'http/500' });
    expect(server.chats).toHaveLength(3);
  });

  it('shows nothing of the prompt, the answer or the key in its failure', async () => {
    server.answer('secret-of-a-person', { json: { leak: 'secret-of-a-model' } });
    const messages = [{ role: 'user', content: 'secret-of-a-person' }] as const;
    const failure = await failureOf(client.complete({ ...ASK, messages, schema: SCHEMA }, SOON));
    const shown =
      JSON.stringify([failure, failure.message, failure.detail, String(failure.cause)]) + (failure.stack ?? '');
    expect(shown).not.toMatch(/secret-of|sk-not/);
  });
});

describe('a provider that keeps failing', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is left alone for a while, then tried with one call', async () => {
    server.fault('reset', { times: null });
    await failureOf(client.complete(ASK, SOON));
    await failureOf(client.complete(ASK, SOON));
    const before = server.requests.length;
    expect(await failureOf(client.complete(ASK, SOON))).toMatchObject({ class: 'transient', detail: 'breaker-open' });
    expect(server.requests).toHaveLength(before);
    expect(client.isBroken).toBe(true);
    server.reset();
    // The breaker reads the wall clock.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
    expect((await client.complete(ASK, SOON)).text).toBe('OK');
    expect(client.isBroken).toBe(false);
  });
});

describe('an address that a workspace gave', () => {
  it.each([
    'https://127.0.0.1/v1',
    'https://[::1]/v1',
    'https://169.254.169.254/v1',
    'https://10.0.0.8/v1',
    'http://example.com/v1',
  ])('%s is not called', async (baseUrl) => {
    const own = connect({ baseUrl, reach: 'public' });
    expect(await failureOf(own.complete(ASK, SOON))).toMatchObject({ class: 'config', detail: 'address' });
    await own.close();
  });

  it('is not left for another one that the server names', async () => {
    const elsewhere = createServer((_, response) =>
      response.writeHead(307, { location: `${server.baseUrl}/chat/completions` }).end(),
    ).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const own = connect({ baseUrl: `http://127.0.0.1:${port}/v1`, reach: 'public' }, true);
    expect(await failureOf(own.complete(ASK, SOON))).toMatchObject({ class: 'config', detail: 'http/307' });
    expect(server.requests).toEqual([]);
    await own.close();
    elsewhere.close();
  });
});
