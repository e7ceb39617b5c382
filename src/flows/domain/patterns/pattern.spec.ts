import { parsePattern } from './pattern';

describe('parsePattern', () => {
  it.each([
    ['^order #?\\d{4,}$', 'Order #12345', true],
    ['^order #?\\d{4,}$', 'my order #12345', false],
    ['größe \\p{L}+', 'Welche GRÖSSE xl? größe XL', true],
    ['shoes|boots', 'any BOOTS?', true],
    ['(a+)+$', `${'a'.repeat(3_000)}!`, false],
  ])('%s in %s: %s', (source, text, expected) => {
    const parsed = parsePattern(source);
    expect(parsed.ok && parsed.test(text)).toBe(expected);
  });

  it.each([
    ['(?=secret)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['(a)\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
    ['[a-', 'error parsing regexp: missing closing ]: `[a-`'],
    ['((a{100}){100}){100}', 'error parsing regexp: invalid repeat count: `{100}`'],
    ['x{1000}y{1000}z{1000}', 'repeats too much'],
    ['x'.repeat(301), 'is longer than 300 characters'],
  ])('refuses %s', (source, reason) => {
    expect(parsePattern(source)).toEqual({ ok: false, reason });
  });
});
