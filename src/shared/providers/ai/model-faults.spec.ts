import { failureOf } from '../../../../test/support/ai-client-contract';
import {
  hostileAnswer,
  MODEL_FAULTS,
  type ModelFault,
  ModelServer,
  seeded,
} from '../../../../test/support/model-server';
import { SystemClock } from '../../kernel';
import type { AiCompletion } from './ai-client.port';
import { AI_ERROR_CLASSES, AiError, type AiErrorClass } from './ai-error';
import { fitsSchema } from './json-schema-check';
import { readCompletion } from './openai/completion-answer';
import { chatAnswer } from '../../../../test/support/model-server/answers';
import { ProviderClient } from './provider-client';

const DEADLINE_MS = 700;
/** Of a busy machine. */
const SLACK_MS = 800;
const SCHEMA = {
  name: 'reply',
  jsonSchema: {
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 1_000 },
      escalate: { type: 'boolean' },
      tone: { type: 'string', enum: ['warm', 'plain'] },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 3 },
      reason: { type: ['string', 'null'] },
    },
    required: ['text', 'escalate', 'tone', 'tags', 'reason'],
    additionalProperties: false,
  },
};
const TOOL = {
  name: 'look_up',
  description: 'Looks something up.',
  parameters: {
    type: 'object',
    properties: { what: { type: 'string', maxLength: 100 } },
    required: ['what'],
    additionalProperties: false,
  },
};
const ASK = { messages: [{ role: 'user', content: 'How much is the mug?' }], maxTokens: 100, schema: SCHEMA } as const;
const clock = new SystemClock();

/** Nothing but this may reach a caller. */
function isValid({ json, finish, toolCalls, text }: AiCompletion): boolean {
  const fits = finish !== 'stop' || fitsSchema(SCHEMA.jsonSchema, json);
  const called = toolCalls.every((call) => call.name === TOOL.name && fitsSchema(TOOL.parameters, call.arguments));
  return fits && called && text.length <= 64 * 1024;
}

describe('a model or a way to it that fails in every manner', () => {
  let server: ModelServer;
  let client: ProviderClient;

  beforeAll(async () => {
    server = await ModelServer.start();
  });
  beforeEach(() => {
    client = new ProviderClient(
      { name: 'p', baseUrl: server.baseUrl, dialect: 'basic', model: 'm', reach: 'any' },
      { clock },
    );
  });
  afterEach(async () => {
    server.reset();
    await client.abort();
  });
  afterAll(() => server.stop());

  const ENDS: Record<ModelFault, AiErrorClass | 'refused-answer' | 'tools'> = {
    timeout: 'transient',
    'one-byte-a-second': 'transient',
    limited: 'limited',
    'server-error': 'transient',
    'truncated-json': 'transient',
    'wrong-json': 'invalid',
    refusal: 'refused-answer',
    'huge-answer': 'invalid',
    'endless-tools': 'invalid',
    reset: 'transient',
    'slow-headers': 'transient',
    'empty-choices': 'invalid',
  };

  it.each(MODEL_FAULTS)('%s, for ever: ends in time, in one of our classes', async (fault) => {
    server.fault(fault, { times: null, retryAfter: 30 });
    const startedAt = clock.monotonic();
    const call = client.complete(ASK, { deadlineMs: DEADLINE_MS });
    if (ENDS[fault] === 'refused-answer') expect((await call).finish).toBe('refused');
    else expect((await failureOf(call)).class).toBe(ENDS[fault]);
    expect(clock.monotonic() - startedAt).toBeLessThan(DEADLINE_MS + SLACK_MS);
  });

  it.each(['server-error', 'truncated-json', 'wrong-json', 'reset', 'empty-choices'] as const)(
    '%s, once: the answer comes with the next attempt',
    async (fault) => {
      const json = { text: '12 EUR', escalate: false, tone: 'warm', tags: [], reason: null };
      server.fault(fault).answer('mug', { json });
      expect((await client.complete(ASK, { deadlineMs: 5_000 })).json).toEqual(json);
    },
  );

  it('endless tools are calls like any other: each is checked, and the caller counts them', async () => {
    server.answer('mug', { tools: [{ name: TOOL.name, arguments: '{"what":"mug"}' }] });
    for (let step = 0; step < 3; step += 1)
      expect(await client.complete({ ...ASK, tools: [TOOL] }, { deadlineMs: 5_000 })).toMatchObject({
        finish: 'tools',
        toolCalls: [{ name: TOOL.name }],
      });
  });

  it('a tool is not called a hundred times at once', async () => {
    const tools = Array.from({ length: 100 }, () => ({ name: TOOL.name, arguments: '{"what":"x"}' }));
    server.answer('mug', { tools });
    const failure = await failureOf(client.complete({ ...ASK, tools: [TOOL] }, { deadlineMs: 5_000 }));
    expect(failure).toMatchObject({ class: 'invalid', detail: 'too-many-tools' });
  });

  it('hostile answers over HTTP give what fits, or a failure', async () => {
    server.hostile(7);
    for (let call = 0; call < 60; call += 1) {
      const outcome = await client
        .complete({ ...ASK, tools: call % 2 === 0 ? [TOOL] : [] }, { deadlineMs: 5_000 })
        .catch((error: unknown) => error);
      if (outcome instanceof AiError) expect(AI_ERROR_CLASSES).toContain(outcome.class);
      else expect(isValid(outcome as AiCompletion)).toBe(true);
    }
  });
});

it.each([1, 2, 3])('of 2,000 hostile answers (seed %i) nothing passes that does not fit', (seed) => {
  const random = seeded(seed);
  const asked = {
    model: 'm',
    messages: [{ role: 'user', content: 'How much is the mug?' }],
    tools: [{ function: { name: TOOL.name, parameters: TOOL.parameters } }],
    response_format: { json_schema: { name: 'reply', schema: SCHEMA.jsonSchema } },
  };
  const ends = { fitting: 0, refused: 0 };
  for (let one = 0; one < 2_000; one += 1) {
    const body = chatAnswer('m', hostileAnswer(asked, random));
    try {
      const request = { ...ASK, tools: [TOOL] };
      expect(isValid(readCompletion(body, { request, model: 'm', provider: 'p' }))).toBe(true);
      ends.fitting += 1;
    } catch (error) {
      if (!(error instanceof AiError)) throw error;
      ends.refused += 1;
    }
  }
  // Both happen, or the test would show nothing.
  expect(ends.fitting).toBeGreaterThan(200);
  expect(ends.refused).toBeGreaterThan(200);
});
