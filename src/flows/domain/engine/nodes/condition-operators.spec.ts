import { flowScope } from '../../../../../test/support/flow-fixtures';
import type { Operator } from './condition-operators';
import { judge } from './rules';

const scope = flowScope({
  vars: { size: '42', count: 7, city: 'São Paulo', sure: true, tags: ['VIP', 'new'], blank: '', note: '10€' },
  contact: { tags: ['vip'] },
  message: { text: 'Do you have SHOES?' },
  config: { city: 'são paulo' },
  time: { hour: 9, weekday: 'monday', open: true },
});

const CASES: [string, Operator, string | number | boolean | (string | number)[] | undefined, boolean][] = [
  ['vars.city', 'equals', ' SÃO  PAULO', true],
  ['vars.city', 'equals', '{{ config.city }}', true],
  ['vars.city', 'equals', 'Paulo', false],
  ['vars.size', 'equals', 42, true],
  ['vars.size', 'equals', '42.0', true],
  ['vars.sure', 'equals', true, true],
  ['vars.sure', 'equals', 'true', true],
  ['vars.missing', 'equals', '', true],
  ['vars.city', 'not_equals', 'Rome', true],
  ['vars.city', 'not_equals', ['Rome', 'são paulo'], false],
  ['vars.city', 'contains', 'paulo', true],
  ['vars.city', 'contains', '', false],
  ['vars.tags', 'contains', 'vip', true],
  ['vars.tags', 'contains', 'vi', false],
  ['vars.size', 'gt', 41, true],
  ['vars.size', 'gt', 42, false],
  ['vars.size', 'gte', 42, true],
  ['vars.count', 'lt', '7.5', true],
  ['vars.count', 'lte', 7, true],
  ['vars.count', 'lte', 6, false],
  ['vars.note', 'gt', 5, false],
  ['vars.missing', 'lt', 5, false],
  ['vars.city', 'gt', 5, false],
  ['message.text', 'matches_keyword', 'shoes', true],
  ['message.text', 'matches_keyword', ['hats', 'have'], true],
  ['message.text', 'matches_keyword', 'shoe', false],
  ['vars.city', 'exists', undefined, true],
  ['vars.blank', 'exists', undefined, false],
  ['vars.missing', 'exists', undefined, false],
  ['contact.name', 'exists', undefined, false],
  ['vars.city', 'in', ['Rome', 'SÃO PAULO'], true],
  ['vars.city', 'in', ['Rome'], false],
  ['message.text', 'keywords', ['hats', 'shoes'], true],
  ['message.text', 'matches', '^do you.*\\?$', true],
  ['message.text', 'matches', ['boots', 'sho(e|w)s'], true],
  ['message.text', 'matches', '{{ config.city }}', false],
  ['vars.city', 'matches', '(?=x)', false],
  ['contact.tags', 'contains', 'VIP', true],
  ['time.hour', 'gte', 9, true],
  ['time.open', 'equals', true, true],
  ['vars.count | times: 2 | plus: 1', 'equals', 15, true],
  ['vars.tags.size', 'gt', 1, true],
  ['vars.city == "Rome"', 'equals', false, true],
  ['nonsense', 'exists', undefined, false],
];

describe('a rule', () => {
  it.each(CASES)('%s %s %j: %s', (left, op, right, expected) => {
    expect(judge({ all: [{ left, op, right }] }, scope).holds).toBe(expected);
  });
});
