import fc from 'fast-check';
import { graphemesOf, linksOf, protectedSpansOf, sentencesOf, splitText, truncateGraphemes } from './text-segments';

const FAMILY = '👨‍👩‍👧';
const bytes = (text: string) => Buffer.byteLength(text);
const within = (limit: number) => (part: string) => bytes(part) <= limit;
const written = (text: string) => text.replace(/\s/gu, '');

describe('graphemes', () => {
  it.each([
    ['abc', ['a', 'b', 'c']],
    [`a${FAMILY}b`, ['a', FAMILY, 'b']],
    ['e\u0301', ['e\u0301']],
    ['นี้', ['นี้'.slice(0, 3)]],
    ['🇩🇪🇫🇷', ['🇩🇪', '🇫🇷']],
    ['', []],
  ])('%j', (text, expected) => expect(graphemesOf(text)).toEqual(expected));

  it.each([
    ['abcdef', 3, 'abc'],
    [`${FAMILY}${FAMILY}x`, 1, FAMILY],
    ['ab', 5, 'ab'],
    ['e\u0301a', 2, 'e\u0301a'],
  ])('the first of %j', (text, limit, expected) => expect(truncateGraphemes(text, limit)).toBe(expected));
});

describe('linksOf', () => {
  it.each([
    ['see https://a.com/x?y=1, ok', ['https://a.com/x?y=1']],
    ['www.shop.de and shop.store/päth.', ['http://www.shop.de', 'http://shop.store/päth']],
    ['mail me: a.b@c.de', ['mailto:a.b@c.de']],
    ['at 10.30 for 3.50', []],
    ['http://1.2.3.4/x', ['http://1.2.3.4/x']],
    ['//evil.com', ['//evil.com']],
    ['nothing here', []],
  ])('%j', (text, urls) => expect(linksOf(text).map(({ url }) => url)).toEqual(urls));
});

describe('protectedSpansOf', () => {
  const inside = (text: string) => protectedSpansOf(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

  it.each([
    [
      'pay $1,299.00 or 12 % less',
      [
        ['number', '$1,299.00'],
        ['number', '12 %'],
      ],
    ],
    [
      '1 299 EUR, then 5 6',
      [
        ['number', '1 299 EUR'],
        ['number', '5'],
        ['number', '6'],
      ],
    ],
    [
      'on 2026-11-23 at 12:30',
      [
        ['number', '2026-11-23'],
        ['number', '12:30'],
      ],
    ],
    [
      'a.com/2026/11 for 5€',
      [
        ['link', 'a.com/2026/11'],
        ['number', '5€'],
      ],
    ],
    ['a@b.com', [['email', 'a@b.com']]],
    ['٣٫٥ ريال', [['number', '٣٫٥']]],
    ['+49 151 123', [['number', '+49 151 123']]],
  ])('%j', (text, expected) => expect(inside(text)).toEqual(expected));
});

describe('sentencesOf', () => {
  it.each([
    ['Hi Dr. Smith. How are you? Fine!', ['Hi Dr. Smith. ', 'How are you? ', 'Fine!']],
    ['See a.com/x?y=1 now. Bye.', ['See a.com/x?y=1 now. ', 'Bye.']],
    ['It costs 3.50 EUR. Ok?', ['It costs 3.50 EUR. ', 'Ok?']],
    ['こんにちは。元気ですか？はい！', ['こんにちは。', '元気ですか？', 'はい！']],
    ['नमस्ते। आप कैसे हैं?', ['नमस्ते। ', 'आप कैसे हैं?']],
    ['مرحبا. كيف حالك؟ بخير.', ['مرحبا. ', 'كيف حالك؟ ', 'بخير.']],
    ['one\ntwo', ['one\n', 'two']],
    ['1. Pack it.\n2. Send it.', ['1. Pack it.\n', '2. Send it.']],
    ['ends with z. B.', ['ends with z. B.']],
    ['', []],
  ])('%j', (text, expected) => expect(sentencesOf(text)).toEqual(expected));

  it('joined gives the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sentencesOf(text).join('') === text));
  });
});

describe('splitText', () => {
  it.each([
    ['what fits is one part', 'Hello there.', 100, ['Hello there.']],
    ['paragraphs first', 'One. Two.\n\nThree. Four.', 15, ['One. Two.', 'Three. Four.']],
    ['then lines', 'one two\nthree four', 12, ['one two', 'three four']],
    ['then sentences', 'One two. Three four five.', 18, ['One two.', 'Three four five.']],
    ['then words', 'one two three four', 9, ['one two', 'three', 'four']],
    ['graphemes at last', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['no surrogate or joined sign is broken', FAMILY.repeat(3), 40, [FAMILY.repeat(2), FAMILY]],
    ['no link is cut', 'go to https://shop.com/a/b now', 20, ['go to', 'https://shop.com/a/b', 'now']],
    ['a link too long stands alone', 'x https://shop.com/a/b y', 10, ['x', 'https://shop.com/a/b', 'y']],
    ['no number is cut', 'pay 1 299 EUR now', 12, ['pay', '1 299 EUR', 'now']],
    ['words of a script without spaces', '今日は天気がいいです', 18, ['今日は天気', 'がいいです']],
    ['nothing', '  \n ', 5, []],
  ])('%s', (_name, text, limit, expected) => expect(splitText(text, within(limit))).toEqual(expected));

  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.webUrl(),
    fc.emailAddress(),
    fc.double({ noNaN: true, min: 0, max: 1e9 }).map((value) => value.toFixed(2)),
    fc.constantFrom(' ', '\n', '\n\n', '. ', FAMILY, '。', 'สวัสดีครับ', 'e\u0301', '🇩🇪', '$ 1,299.50 '),
  );
  const texts = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' '));

  /** What ends a link may be read otherwise where nothing follows. */
  const isOneUnit = (part: string) =>
    graphemesOf(part).length === 1 ||
    protectedSpansOf(part).some(({ start, end }) => start === 0 && end >= part.length - 3);

  it('keeps every character, fits, and cuts nothing that belongs together', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 20, max: 200 }), (text, limit) => {
        const parts = splitText(text, within(limit));
        expect(written(parts.join(''))).toBe(written(text));
        let from = 0;
        for (const part of parts) {
          from = text.indexOf(part, from) + part.length;
          const cut = from;
          expect(protectedSpansOf(text).some(({ start, end }) => start < cut && cut < end)).toBe(false);
          expect(within(limit)(part) || isOneUnit(part)).toBe(true);
        }
        for (const part of parts) expect(part).toBe(part.trim());
      }),
      { numRuns: 300 },
    );
  });

  it('takes hostile texts in reasonable time', () => {
    const started = performance.now();
    for (const text of [
      'x'.repeat(20_000),
      '1 '.repeat(10_000),
      'a.'.repeat(10_000),
      '9'.repeat(20_000),
      '👍'.repeat(9_000),
    ])
      for (const part of splitText(text, within(1000))) expect(bytes(part)).toBeLessThanOrEqual(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
