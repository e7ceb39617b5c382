import type { ReplyProposal } from '../reply/reply-proposal';
import { comparedWith } from './compare-runs';
import type { EvalExpectation, EvalResult } from './eval-case';
import { evalReport } from './eval-report';
import { casesLeft } from './eval-run';
import { problemsOf } from './judge-case';

const PROPOSAL: ReplyProposal = {
  action: 'send',
  text: 'Shipping to Österreich costs 4.90 €.',
  mode: 'generated',
  reason: 'passed',
  escalationReason: null,
  severity: null,
  holdMinutes: null,
  language: 'de-AT',
  citations: [{ chunkId: 'c1', itemId: 'k1', title: 'Shipping' }],
  failed: [],
  tags: [],
  usage: null,
  prompt: [],
};
const NOTHING: EvalExpectation = { contains: [], notContains: [], cites: [] };

describe('a case', () => {
  it.each<[string, Partial<EvalExpectation>, string[]]>([
    ['expects nothing', {}, []],
    [
      'expects what is so',
      { contains: ['osterreich', '4.90 €'], notContains: ['free'], cites: ['k1'], action: 'send', language: 'de' },
      [],
    ],
    ['misses a text', { contains: ['5.90'] }, ['does not contain "5.90"']],
    ['has a text too many', { notContains: ['SHIPPING'] }, ['contains "SHIPPING"']],
    ['misses a citation', { cites: ['k2'] }, ['does not cite k2']],
    ['wants a person', { action: 'handoff' }, ['send instead of handoff']],
    ['wants another language', { language: 'en' }, ['in de-AT instead of en']],
  ])('%s', (_name, expected, problems) => expect(problemsOf({ ...NOTHING, ...expected }, PROPOSAL)).toEqual(problems));
});

describe('a case about what an agent finds out', () => {
  const found = { ...PROPOSAL, slots: { size: 'Large ', count: '2' } };
  it.each([
    ['size', 'large', []],
    ['count', '2.0', []],
    ['colour', '', []],
    ['size', 'M', ['size is "Large " instead of "M"']],
    ['colour', 'red', ['colour is unknown instead of "red"']],
    ['size', '', ['size is "Large " instead of unknown']],
    ['constructor', '', []],
  ])('%s: %j', (key, value, problems) => {
    expect(problemsOf({ ...NOTHING, slots: [{ key, value }] }, found)).toEqual(problems);
  });
});

const result = (caseId: string, passed: boolean, changes: Partial<EvalResult> = {}): EvalResult => ({
  caseId,
  passed,
  message: `Question ${caseId}?`,
  problems: passed ? [] : ['does not contain "x"'],
  action: 'send',
  reason: 'passed',
  mode: 'generated',
  text: 'Some text',
  citedItemIds: [],
  durationMs: 5,
  ...changes,
});

describe('a run', () => {
  it('is compared with the one before', () => {
    const before = [result('a', true), result('b', false), result('c', false), result('gone', true)];
    const now = [result('a', false), result('b', true), result('c', false), result('new', true)];
    expect(comparedWith(before, now)).toEqual({ regressed: ['a'], fixed: ['b'], added: ['new'] });
  });

  it('goes on where it was interrupted', () => {
    const cases = ['a', 'b'].map((id) => ({ id, set: 's', message: id, history: [], expect: NOTHING }));
    expect(casesLeft({ cases, results: [result('a', true)] }).map(({ id }) => id)).toEqual(['b']);
  });

  it('is told to people', () => {
    const results = [result('a', true, { model: 'm1' }), result('b', false)];
    const comparison = { regressed: ['b'], fixed: [], added: [] };
    expect(evalReport({ title: 'Set shop', results, comparison })).toBe(
      [
        'Set shop: 1 of 2 passed, by m1.',
        'pass  Question a?  [send, generated, passed]',
        'FAIL  Question b?  [send, generated, passed]',
        '      does not contain "x"',
        '      said: Some text',
        'Since the last run: 1 regressed, 0 fixed, 0 new.',
        '',
      ].join('\n'),
    );
  });
});
