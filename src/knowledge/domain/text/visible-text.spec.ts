import fc from 'fast-check';
import { visibleText } from './visible-text';

describe('visibleText', () => {
  it.each([
    ['plain', 'Hello, wörld!\nNew line\tTab', 'Hello, wörld!\nNew line\tTab'],
    ['line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['zero width', 'a\u200bb\u2060c\ufeffd\u00ade', 'abcde'],
    ['direction overrides', 'a\u202eb\u2066c\u200fd', 'abcd'],
    ['tags', 'a\u{e0041}\u{e0042}b', 'ab'],
    ['variation selectors', 'a\u{e0101}\ufe01b\ufe0f', 'ab'],
    ['fillers', 'a\u3164\u2800b', 'ab'],
    ['control and private use', 'a\u0000\u0007\ue000b', 'ab'],
    ['a lone surrogate', 'a\ud83db', 'ab'],
    ['emoji with a joiner', '👨‍👩‍👧 ❤️ 👍🏽 1️⃣', '👨‍👩‍👧 ❤️ 👍🏽 1️⃣'],
    ['Persian and Hindi joiners', 'می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
    ['joiners between Latin letters', 'ki\u200dll\u200c', 'kill'],
    ['piled marks', `a${'\u0301'.repeat(20)}b`, `a${'\u0301'.repeat(4)}b`],
  ])('%s', (_name, text, expected) => expect(visibleText(text)).toBe(expected));

  it('leaves nothing hidden, and nothing to do', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, (given) => {
        const shown = visibleText(given);
        expect(shown).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u{e0000}-\u{e01ef}]/u);
        expect(visibleText(shown)).toBe(shown);
      }),
    );
  });
});
