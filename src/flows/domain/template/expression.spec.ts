import fc from 'fast-check';
import { flowScope } from '../../../../test/support/flow-fixtures';
import { evaluateExpression, parseExpression } from './expression';

const SCOPE = flowScope({
  vars: { a: 2, text: ' Hi ', list: ['x', 'y'], order: { total: 12.5 } },
  config: { rate: 1.2 },
});

describe('evaluateExpression', () => {
  it.each([
    ['vars.a', 2],
    ['vars.order', { total: 12.5 }],
    ['vars.list.size', 2],
    ['vars.missing', null],
    ['vars.a | plus: 1', 3],
    ['vars.order.total | times: config.rate | round: 1', 15],
    ['vars.text | strip | downcase', 'hi'],
    ['vars.list | last', 'y'],
    ['vars.a == 2 and vars.list contains "x"', true],
    ['not vars.missing', true],
    ['"words"', 'words'],
    ['true', true],
    ['empty', null],
    ['vars.a | divided_by: 0', null],
  ])('%s', (source, expected) => {
    expect(evaluateExpression(source, SCOPE)).toEqual(expected);
  });

  it.each([
    ['', 'invalid value expression: ""'],
    ['{{ vars.a }}', 'an expression stands without braces'],
    ['vars.a plus 1', 'two values follow one another without a filter or operator between them'],
    ['vars.a | shout', 'undefined filter: shout'],
  ])('refuses %j, which is worth nothing', (source, reason) => {
    expect(parseExpression(source)).toEqual({ ok: false, reason });
    expect(evaluateExpression(source, SCOPE)).toBeNull();
  });

  it('never throws', () => {
    const pieces = fc.constantFrom('vars.a', ' ', '|', 'plus:', '1', '"', 'and', '==', '[', ']', '.', 'split:', 'not');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        expect(() => evaluateExpression(parts.join(''), SCOPE)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
