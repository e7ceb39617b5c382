import { problemOfConfig } from './instance-config';

describe('problemOfConfig', () => {
  it('takes flat values', () => {
    expect(problemOfConfig({ shop: 'Shoes', open: true, count: 3, note: null })).toBeNull();
  });

  it.each([
    ['a nested value', { shop: { $gt: '' } }, '"shop" must be a text'],
    ['a list', { shops: ['a'] }, '"shops" must be a text'],
    ['an operator', { $where: '1' }, '"$where" must be 1 to 64 letters'],
    ['a dotted name', { 'a.b': 1 }, '"a.b" must be 1 to 64 letters'],
    ['too much', { text: 'x'.repeat(9_000) }, 'must be at most 8192 bytes'],
  ])('refuses %s', (_name, config, problem) => {
    expect(problemOfConfig(config)).toContain(problem);
  });
});
