import fc from 'fast-check';
import { readChoice, readDate, readEmail, readNumber, readPhone } from './slot-values';

const value = (reading: { ok: boolean; value?: unknown }) => (reading.ok ? reading.value : null);

it.each([
  ['42', 42],
  ['-3', -3],
  ['about 2,5 kg', 2.5],
  ['1.234', 1.234],
  ['12,345', 12_345],
  ["1'000", 1_000],
  ['10 000 €', 10_000],
  ['٤٢', 42],
  ['۴۲', 42],
  ['４２', 42],
  ['2 or 3', null],
  ['5 2', null],
  ['many', null],
  ['', null],
])('number %j', (text, expected) => {
  expect(value(readNumber(text))).toBe(expected);
});

it.each([
  ['Ann@Example.com', 'ann@example.com'],
  ['it is ann.lee+x@mail.example.co.uk!', 'ann.lee+x@mail.example.co.uk'],
  ['<ann@example.com>', 'ann@example.com'],
  ['ann@bücher.example', 'ann@bücher.example'],
  ['ann@', null],
  ['@example.com', null],
  ['ann@example', null],
  ['a@b@example.com', null],
  ['ann@exa_mple.com', null],
  ['ann@127.0.0.1', null],
  ['', null],
])('e-mail %j', (text, expected) => {
  expect(value(readEmail(text))).toBe(expected);
});

it.each([
  ['+49 (171) 123-45.67', '+491711234567'],
  ['my number: 0171/1234567, thanks', '01711234567'],
  ['٠١٢٣٤٥٦', '0123456'],
  ['12345', null],
  ['1234567890123456', null],
  ['0171 1234567 or 0172 7654321', null],
  ['', null],
])('phone %j', (text, expected) => {
  expect(value(readPhone(text))).toBe(expected);
});

it.each([
  ['2026-03-01', 'dmy', '2026-03-01'],
  ['1.3.2026', 'dmy', '2026-03-01'],
  ['on 01/03/2026 please', 'dmy', '2026-03-01'],
  ['1/3/2026', 'mdy', '2026-01-03'],
  ['29.2.2028', 'dmy', '2028-02-29'],
  ['29.2.2026', 'dmy', null],
  ['13/13/2026', 'mdy', null],
  ['12026-03-01', 'dmy', null],
  ['tomorrow', 'dmy', null],
] as const)('date %j in the order %s', (text, order, expected) => {
  expect(value(readDate(text, order))).toBe(expected);
});

it.each([
  ['large', 'L'],
  [' LARGE ', 'L'],
  ['l', 'L'],
  ['Small', 'Small'],
  ['larger', null],
])('choice %j', (text, expected) => {
  expect(value(readChoice(text, [{ title: 'Small' }, { title: 'Large', value: 'L' }]))).toBe(expected);
});

it('never throws, and takes no long over long texts', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d@.,+\-/ ()a]{0,1000}$/));
  fc.assert(
    fc.property(text, (source) => {
      for (const read of [readNumber, readEmail, readPhone]) read(source);
      readDate(source, 'dmy');
    }),
  );
});
