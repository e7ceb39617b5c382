import fc from 'fast-check';
import { documentedOperations, filledPath, type Operation } from '../support/api-document';
import { Parley } from '../support/parley';
import { ownerOf } from '../support/people';
import { callRaw } from '../support/raw-api';

const RUNS_A_ROUTE = 25;

const hostile = fc.constantFrom<unknown>(
  { $ne: 1 },
  { $gt: '' },
  '$where',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '😀'.repeat(400),
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '9999999999999999999999',
  '2026-13-45T99:99:99Z',
);
const value = fc.oneof(hostile, fc.jsonValue({ maxDepth: 3 }), fc.string({ maxLength: 80, unit: 'binary' }));
const pathPart = fc.oneof(
  fc.stringMatching(/^[\w-]{1,24}$/),
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
);
const queryText = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom('0', '-1', '1e9', 'MTIzLng', 'null'),
);

/** Known fields with any values, and unknown ones. */
const bodyFor = (fields: string[]) =>
  fc.oneof(
    {
      arbitrary: fc.dictionary(fc.oneof(fc.constantFrom(...fields, '$set'), fc.string({ maxLength: 12 })), value),
      weight: 6,
    },
    { arbitrary: value, weight: 2 },
    { arbitrary: fc.string({ maxLength: 200, unit: 'binary' }), weight: 1 },
  );

interface Attempt {
  parameters: Record<string, string>;
  query: Record<string, string>;
  body?: unknown;
}

function attemptOn({ parameters, bodyFields }: Operation): fc.Arbitrary<Attempt> {
  const named = (place: 'path' | 'query') =>
    parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
  const pathNames = named('path').filter((name) => name !== 'workspaceId');
  const queryNames = [...named('query'), 'filter[$ne]'];
  return fc.record({
    parameters: fc.record(Object.fromEntries(pathNames.map((name) => [name, pathPart]))),
    query: fc.dictionary(fc.constantFrom(...queryNames), queryText, { maxKeys: 2 }),
    ...(bodyFields === null ? {} : { body: bodyFor(bodyFields) }),
  });
}

describe('any request at all', () => {
  let parley: Parley;
  let token: string;

  beforeAll(async () => {
    parley = await Parley.start();
    ({ token } = await ownerOf(parley));
  });

  afterAll(() => parley.stop());

  it.each(documentedOperations())('$name never fails on our side', async (operation) => {
    const { method, path } = operation;
    const attempt = async ({ parameters, query, body }: Attempt) => {
      const values = { ...parameters, workspaceId: parley.owner.workspaceId };
      const search = new URLSearchParams(query).toString();
      const sent = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
      const answer = await callRaw(parley, `${filledPath(path, values)}?${search}`, { method, token, body: sent });
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) expect(answer.headers.get('content-type')).toContain('application/problem+json');
    };
    await fc.assert(fc.asyncProperty(attemptOn(operation), attempt), { numRuns: RUNS_A_ROUTE });
  });
});
