import { classify, isConsentMissing, regainMsOf } from './graph-errors';
import type { FailureClass } from './meta-graph.port';

type Means = FailureClass | 'unknown';
const codes = (means: Means, ...given: (number | [number, number])[]): [string, number, number | undefined, Means][] =>
  given.map((one) => {
    const [code, subcode] = Array.isArray(one) ? one : [one, undefined];
    return [subcode === undefined ? `${code}` : `${code}/${subcode}`, code, subcode, means];
  });

describe('classify', () => {
  it.each([
    // It may have happened: never again without a look.
    ...codes('unknown', 1, 2, [2, 1_545_133], [1, 1_357_046]),
    ...codes('limited', 4, 17, 32, 613, [613, 2_534_040], [613, 1_996], [613, 2_018_338], 80_001, 80_002, 80_006),
    // Outside the window, or the person cannot receive.
    ...codes('final', [10, 2_534_022], [10, 2_018_278], [10, 2_018_065], [10, 2_018_108], 551, [551, 1_545_041]),
    ...codes('final', [200, 1_545_041]),
    // The account: blocked, link broken, permission gone, access switched off, token.
    ...codes('account', [10, 1_893_063], [100, 2_534_029], [10, 2_534_077], [100, 2_534_013]),
    ...codes('account', 10, 200, [200, 2_018_028], [200, 2_534_041], 36_103),
    ...codes('account', 190, [190, 458], [190, 459], [190, 460], [190, 463], [190, 464], [190, 467], [190, 492], 102),
    // What was asked for is wrong, and stays wrong.
    ...codes('final', [100, 2_018_001], [100, 2_534_014], [100, 2_534_025], [100, 2_534_015], [100, 2_018_034]),
    ...codes('final', [100, 2_018_047], [100, 2_018_109], 100, [100, 33]),
    // Whoever keeps the file did not answer in time.
    ...codes('transient', [100, 2_018_008], [100, 2_018_294]),
    // Another app has the thread.
    ...codes('final', [100, 2_534_037], [10, 2_018_300], [10, 2_018_321], 27),
    ...codes('final', 230, 9_000_001, 2_534_001),
  ])('%s', (name, code, error_subcode, means) => {
    const error = { code, message: 'Meta says so.', fbtrace_id: 'trace', ...(error_subcode && { error_subcode }) };
    const verdict = classify(400, error, undefined);
    if (means === 'unknown') expect(verdict).toEqual({ kind: 'unknown', code: name, message: 'Meta says so.' });
    else
      expect(verdict).toEqual({
        kind: 'failure',
        failure: {
          class: means,
          code: name,
          message: 'Meta says so.',
          retryAfterMs: means === 'limited' ? 60_000 : 2_000,
          traceId: 'trace',
        },
      });
  });

  it.each<[number, Means]>([
    [400, 'final'],
    [403, 'final'],
    [404, 'final'],
    [429, 'limited'],
    [500, 'unknown'],
    [503, 'unknown'],
  ])('without a code goes by the status: %i', (status, means) => {
    const verdict = classify(status, undefined, undefined);
    const code = `http/${status}`;
    if (means === 'unknown') expect(verdict).toMatchObject({ kind: 'unknown', code });
    else expect(verdict).toMatchObject({ failure: { class: means, code } });
  });

  it('reads the code before the status: limits come with 400, faults of the account with 500', () => {
    expect(classify(400, { code: 4 }, undefined)).toMatchObject({ failure: { class: 'limited' } });
    expect(classify(500, { code: 190 }, undefined)).toMatchObject({ failure: { class: 'account' } });
    expect(classify(429, { code: 100 }, undefined)).toMatchObject({ failure: { class: 'final' } });
  });

  it('waits as long as Meta asks for, when limited', () => {
    expect(classify(400, { code: 613 }, 420_000)).toMatchObject({ failure: { retryAfterMs: 420_000 } });
  });
});

describe('regainMsOf', () => {
  const usage = (...minutes: unknown[]) =>
    JSON.stringify({ a: minutes.map((estimated_time_to_regain_access) => ({ estimated_time_to_regain_access })) });

  it.each<[string, string | string[] | undefined, number | undefined]>([
    ['minutes', usage(7), 420_000],
    ['the longest of several', usage(3, 19, 5), 1_140_000],
    [
      'over several ids',
      JSON.stringify({ a: [{ estimated_time_to_regain_access: 1 }], b: [{ estimated_time_to_regain_access: 2 }] }),
      120_000,
    ],
    ['none to wait', usage(0), undefined],
    ['no such field', JSON.stringify({ a: [{ call_count: 95 }] }), undefined],
    ['no number', usage('soon'), undefined],
    ['no JSON', '{', undefined],
    ['another shape', 'null', undefined],
    ['no header', undefined, undefined],
    ['two headers', ['{}', '{}'], undefined],
  ])('%s', (_, header, expected) => {
    expect(regainMsOf(header)).toBe(expected);
  });
});

it.each([
  ['230', 'any', true],
  ['230/1', 'any', true],
  ['100', '(#100) User consent is required to access user profile.', true],
  ['2300', 'any', false],
  ['100', 'No such field', false],
])('isConsentMissing: %s %s', (code, message, expected) => {
  expect(isConsentMissing({ class: 'final', code, message, retryAfterMs: 0 })).toBe(expected);
});
