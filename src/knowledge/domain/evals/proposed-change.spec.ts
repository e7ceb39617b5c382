import { proposalIn } from '../../evals/proposal-file';
import type { EvalResult } from './eval-case';
import { mayApply, verdictOn } from './proposed-change';

const results = (...passed: boolean[]): EvalResult[] =>
  passed.map((ok, index) => ({
    ...{ caseId: `c${index}`, message: 'm', passed: ok, problems: [], action: 'send', reason: 'passed' },
    ...{ mode: 'generated', text: 't', citedItemIds: [], durationMs: 1 },
  }));

it.each([
  ['the same', [true, false], [true, false], { before: 1, after: 1, regressed: [], lowers: false }],
  ['better', [false], [true], { before: 0, after: 1, regressed: [], lowers: false }],
  ['worse', [true, true], [true, false], { before: 2, after: 1, regressed: ['c1'], lowers: true }],
  ['one for another', [true, false], [false, true], { before: 1, after: 1, regressed: ['c0'], lowers: false }],
])('a change that is %s', (_what, before, after, verdict) => {
  expect(verdictOn(results(...before), results(...after))).toEqual(verdict);
});

it.each([
  [false, 'refuse', false, true],
  [true, 'refuse', true, false],
  [true, 'confirm', false, false],
  [true, 'confirm', true, true],
  [true, 'off', false, false],
  [true, 'off', true, true],
] as const)('lowers: %s, mode %s, confirmed: %s → %s', (lowers, mode, confirmed, expected) => {
  expect(mayApply({ before: 1, after: 0, regressed: [], lowers }, mode, confirmed)).toBe(expected);
});

describe('a file with a change', () => {
  it('holds what would change', () => {
    const settings = [{ group: 'assistant', values: { name: 'Lu' } }];
    expect(proposalIn(JSON.stringify({ settings }))).toEqual({ settings, activate: [], deactivate: [] });
  });

  it.each(['', '[]', '{"setting":[]}', '{"settings":[{"group":"ai","values":{}}]}', '{"activate":"x"}'])(
    'is refused: %s',
    (text) => {
      expect(() => proposalIn(text)).toThrow(expect.objectContaining({ code: 'EVAL.PROPOSAL_INVALID' }));
    },
  );
});
