import fc from 'fast-check';
import { triggerData } from '../engine/nodes/trigger';
import { foldText } from '../text/fold-text';
import { containsKeyword } from '../text/keyword';
import { compileTrigger } from './compile-trigger';
import type { Stimulus } from './stimulus';
import { TriggerIndex } from './trigger-index';
import type { MatchMoment } from './trigger-match';

type Data = Record<string, unknown>;

const MONDAY_NOON = Date.UTC(2026, 5, 1, 12);
const ALWAYS: MatchMoment = { now: MONDAY_NOON, hours: null };
const NINE_TO_FIVE = {
  timeZone: 'Europe/Berlin',
  weekly: { monday: [{ from: '09:00', to: '17:00' }] },
  exceptions: [],
};

const words = (...keywords: string[]): Data => ({ match: { mode: 'keywords', keywords } });
const all = (...keywords: string[]): Data => ({ match: { mode: 'keywords', keywords, keywordMatch: 'all' } });
const said = (text: string, more: Partial<Stimulus> = {}): Stimulus => ({
  on: 'dm_message',
  text,
  hasLink: false,
  hasAttachment: false,
  ...more,
});

/** Each trigger's owner is its place in the list, which is also its order. */
function indexOf(...triggers: Data[]) {
  return new TriggerIndex(
    triggers.map((data, order) => ({ owner: order, trigger: compileTrigger('t', triggerData.parse(data)), order })),
  );
}

const ranked = (triggers: Data[], stimulus: Stimulus, moment = ALWAYS) =>
  indexOf(...triggers)
    .match(stimulus, moment)
    .ranked.map(({ owner }) => owner);

/** Of a single trigger. */
const verdict = (trigger: Data, stimulus: Stimulus, moment = ALWAYS) => {
  const [{ outcome, detail } = { outcome: '' }] = indexOf(trigger).match(stimulus, moment).considered;
  return detail === undefined ? outcome : `${outcome}: ${detail}`;
};

describe('TriggerIndex', () => {
  it('puts keywords before intents before the rest, then priority, then the oldest', () => {
    const triggers = [
      {},
      { match: { mode: 'intent', intents: ['prices'], description: 'asks what it costs' } },
      words('price'),
      { ...words('price'), priority: 5 },
      { exclude: ['never'], priority: 9 },
      words('hours'),
      words('price', 'what price'),
    ];
    const { ranked: found } = indexOf(...triggers).match(said('What PRICE is it?'), ALWAYS);
    expect(found.map(({ owner, bucket }) => [owner, bucket])).toEqual([
      [3, 'keyword'],
      [2, 'keyword'],
      [6, 'keyword'],
      [1, 'intent'],
      [4, 'unqualified'],
      [0, 'unqualified'],
    ]);
    expect(found[2]).toMatchObject({ keyword: 'what price', priority: 0, order: 6, nodeId: 't' });
    expect(found[3]).toMatchObject({ intents: ['prices'], description: 'asks what it costs' });
  });

  it.each<[string, Data, Stimulus, string]>([
    ['a word of its own', words('price'), said('the price?'), 'matched: price'],
    ['no part of a word', words('price'), said('priceless'), 'no_keyword'],
    ['all words', all('red', 'shoes'), said('shoes in red'), 'matched: shoes'],
    ['not all words', all('red', 'shoes'), said('shoes in blue'), 'not_all_keywords: red'],
    ['an excluded word', { ...words('price'), exclude: ['refund'] }, said('refund the price'), 'excluded_word: refund'],
    ['an excluded word alone', { exclude: ['stop'] }, said('STOP!'), 'excluded_word: stop'],
    ['only an exclusion', { exclude: ['stop'] }, said('hello'), 'matched'],
    ['accents that count', words('cafe'), said('café?'), 'no_keyword'],
    ['accents that do not', { ...words('cafe'), foldDiacritics: true }, said('CAFÉ?'), 'matched: cafe'],
    ['accents of the keyword', { ...words('Café'), foldDiacritics: true }, said('cafe'), 'matched: cafe'],
    ['Arabic', words('سعر'), said('كم سعر هذا؟'), 'matched: سعر'],
    ['Arabic inside a word', words('سعر'), said('الأسعار'), 'no_keyword'],
    ['Arabic with vowel signs', { ...words('سعر'), foldDiacritics: true }, said('كم سِعْر هذا؟'), 'matched: سعر'],
    ['Chinese, which has no spaces', words('价格'), said('请问价格是多少'), 'matched: 价格'],
    ['Japanese beside Latin', words('sale'), said('saleはいつ'), 'matched: sale'],
    ['emoji', words('👟'), said('any 👟👟?'), 'matched: 👟'],
    ['a link that is asked for', { requires: ['link'] }, said('x'), 'no_link'],
    ['a link', { requires: ['link'] }, said('https://x.example', { hasLink: true }), 'matched'],
    [
      'an attachment that is asked for',
      { requires: ['attachment', 'link'] },
      said('x', { hasLink: true }),
      'no_attachment',
    ],
    ['another event', { on: 'post_comment' }, said('x'), 'other_event: post_comment'],
    ['a ref', { on: 'referral', refs: ['ad-1'] }, said('', { on: 'referral', ref: 'ad-1' }), 'matched: ad-1'],
    ['another ref', { on: 'referral', refs: ['ad-1'] }, said('', { on: 'referral', ref: 'ad-2' }), 'other_ref: ad-2'],
    ['no ref', { on: 'referral', refs: ['ad-1'] }, said('', { on: 'referral' }), 'other_ref'],
    ['a payload', { on: 'postback', refs: ['MENU'] }, said('', { on: 'postback', payload: 'MENU' }), 'matched: MENU'],
  ])('judges %s', (_name, trigger, stimulus, expected) => {
    expect(verdict(trigger, stimulus)).toBe(expected);
  });

  it('counts a ref that is named as a keyword, and any ref as the rest', () => {
    const triggers = [{ on: 'referral' }, { on: 'referral', refs: ['ad-1'] }];
    expect(ranked(triggers, said('', { on: 'referral', ref: 'ad-1' }))).toEqual([1, 0]);
  });

  const night = { when: 'inside', timeZone: 'Europe/Berlin', days: ['saturday'], from: '22:00', to: '03:00' };
  it.each<[string, unknown, string, string]>([
    ['workspace hours', 'inside', '2026-06-01T07:00:00Z', 'matched'],
    ['before workspace hours', 'inside', '2026-06-01T06:59:00Z', 'outside_hours'],
    ['outside workspace hours', 'outside', '2026-06-01T06:59:00Z', 'matched'],
    ['not outside them', 'outside', '2026-06-01T07:00:00Z', 'inside_hours'],
    ['own hours across midnight, before it', night, '2026-06-06T20:00:00Z', 'matched'],
    ['own hours across midnight, after it', night, '2026-06-07T00:59:00Z', 'matched'],
    ['own hours across midnight, when they are over', night, '2026-06-07T01:00:00Z', 'outside_hours'],
    ['the wrong night', night, '2026-06-06T00:59:00Z', 'outside_hours'],
    ['the night in which an hour is skipped, before it', { ...night, to: '02:30' }, '2026-03-29T00:59:00Z', 'matched'],
    [
      'the night in which an hour is skipped, after it',
      { ...night, to: '02:30' },
      '2026-03-29T01:00:00Z',
      'outside_hours',
    ],
    ['the hour that comes twice, first', { ...night, to: '02:30' }, '2026-10-25T00:15:00Z', 'matched'],
    ['the hour that comes twice, again', { ...night, to: '02:30' }, '2026-10-25T01:15:00Z', 'matched'],
  ])('keeps to hours: %s', (_name, hours, at, expected) => {
    const moment = { now: Date.parse(at), hours: NINE_TO_FIVE };
    expect(verdict({ hours }, said('x'), moment)).toBe(expected);
  });

  it('takes a workspace that states no hours as always open', () => {
    expect(ranked([{ hours: 'inside' }, { hours: 'outside' }], said('x'))).toEqual([0]);
  });

  it('says of every trigger what was thought of it', () => {
    const { considered } = indexOf(words('price'), { on: 'api' }, {}).match(said('price'), ALWAYS);
    expect(considered).toEqual([
      { owner: 0, nodeId: 't', outcome: 'matched', detail: 'price' },
      { owner: 1, nodeId: 't', outcome: 'other_event', detail: 'api' },
      { owner: 2, nodeId: 't', outcome: 'matched' },
    ]);
  });

  it('finds what looking for each keyword would find', () => {
    const alphabet = fc.constantFrom('a', 'b', 'A', ' ', 'é', '价', '格', 'は', '👟', '\ud83d', '-', '_', '𝒳', 'ß');
    const text = (maxLength: number) => fc.string({ unit: alphabet, maxLength });
    const keyword = text(4).filter((word) => foldText(word) !== '');
    fc.assert(
      fc.property(fc.array(keyword, { minLength: 1, maxLength: 12 }), text(20), (keywords, message) => {
        const expected = keywords.flatMap((word, order) =>
          containsKeyword(foldText(message), foldText(word)) ? [order] : [],
        );
        expect(
          ranked(
            keywords.map((word) => words(word)),
            said(message),
          ),
        ).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
