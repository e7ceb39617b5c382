import fc from 'fast-check';
import { partOf } from './byte-range';
import { failureOfFetch, failureOfStatus, nextTryAt } from './media-copying';
import { ANY_TYPE, contentTypeOf, dispositionOf, fileNameOf, type MediaKind, sendableAs } from './media-format';
import { isProven, type LinkKey, proofOf } from './media-link';
import { tellsOfToken } from './token-trouble';

describe('what a file is', () => {
  it.each<[MediaKind, string[], string | null]>([
    ['image', ['png', 'apng'], 'image/png'],
    ['image', ['jpg'], 'image/jpeg'],
    ['image', ['heif', 'pic'], 'image/heif'],
    ['image', ['SVG'], null],
    ['image', [], null],
    ['image', ['mp4'], null],
    ['video', ['mp4', 'pic'], 'video/mp4'],
    ['audio', ['mp4', 'pic'], 'audio/mp4'],
    ['audio', ['mkv', 'mka', 'webm'], 'audio/webm'],
    ['video', ['png'], null],
    ['file', ['pdf'], 'application/pdf'],
    ['file', ['zip', 'docx'], ANY_TYPE],
    ['file', [], ANY_TYPE],
    ['image', ['constructor', 'toString'], null],
  ])('%s that begins like %j is %s', (kind, names, type) => expect(contentTypeOf(kind, names)).toBe(type));

  it.each<[string[], MediaKind | undefined, object | null]>([
    [['png'], undefined, { kind: 'image', contentType: 'image/png', maxBytes: 8_000_000 }],
    [['mp4'], undefined, { kind: 'video', contentType: 'video/mp4', maxBytes: 25_000_000 }],
    [['mp4'], 'audio', { kind: 'audio', contentType: 'audio/mp4', maxBytes: 25_000_000 }],
    [['wav'], undefined, { kind: 'audio', contentType: 'audio/wav', maxBytes: 25_000_000 }],
    [['pdf'], undefined, { kind: 'file', contentType: 'application/pdf', maxBytes: 25_000_000 }],
    [['webp'], undefined, null],
    [['mp3'], undefined, null],
    [['zip'], undefined, null],
    [['png'], 'file', null],
    [[], undefined, null],
  ])('a file like %j can be sent, wanted as %s: %j', (names, wanted, media) =>
    expect(sendableAs(names, wanted)).toEqual(media),
  );

  it('is shown where it is, or saved under a plain name', () => {
    expect([dispositionOf('image/png'), dispositionOf('application/pdf'), dispositionOf(ANY_TYPE)]).toEqual([
      'inline',
      'attachment',
      'attachment',
    ]);
    expect([fileNameOf('0123456789abcdef', 'image/jpeg'), fileNameOf('abc', ANY_TYPE)]).toEqual([
      '0123456789ab.jpg',
      'abc.bin',
    ]);
  });
});

describe('a part of a file', () => {
  it.each<[string | undefined, number, ReturnType<typeof partOf>]>([
    [undefined, 10, 'whole'],
    ['', 10, 'whole'],
    ['bytes=0-3', 10, { start: 0, end: 3 }],
    ['bytes=4-', 10, { start: 4, end: 9 }],
    ['bytes=4-99', 10, { start: 4, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=9-9', 10, { start: 9, end: 9 }],
    ['bytes=10-', 10, 'none'],
    ['bytes=-0', 10, 'none'],
    ['bytes=0-', 0, 'none'],
    ['bytes=3-2', 10, 'whole'],
    ['bytes=-', 10, 'whole'],
    ['bytes=0-1,3-4', 10, 'whole'],
    ['items=0-1', 10, 'whole'],
    ['bytes=a-b', 10, 'whole'],
  ])('%s of %i bytes is %j', (header, bytes, part) => expect(partOf(header, bytes)).toEqual(part));

  it('lies in the file, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(50), (noise, from, to, bytes) => {
        for (const header of [noise, `bytes=${from}-${to}`, `bytes=${from}-`, `bytes=-${to}`]) {
          const part = partOf(header, bytes);
          if (typeof part === 'string') continue;
          expect(part.start >= 0 && part.start <= part.end && part.end < bytes).toBe(true);
        }
      }),
    );
  });
});

describe('copying', () => {
  const now = new Date('2026-01-01T00:00:00Z');

  it('is tried six times over some hours', () => {
    const tries = [1, 2, 3, 4, 5, 6].map((attempts) => nextTryAt(attempts, now)?.getTime() ?? null);
    expect(tries.map((at) => (at === null ? null : (at - now.getTime()) / 1000))).toEqual([
      15,
      60,
      300,
      1800,
      7200,
      null,
    ]);
  });

  it.each([
    [403, 'resolve'],
    [404, 'resolve'],
    [410, 'resolve'],
    [500, 'later'],
    [429, 'later'],
    [302, 'later'],
  ])('status %i: %s', (status, then) => expect(failureOfStatus(status)).toEqual({ then }));

  it.each([
    ['refused', { then: 'give-up', problem: 'refused' }],
    ['too-large', { then: 'give-up', problem: 'too-large' }],
    ['timeout', { then: 'later' }],
    ['unreachable', { then: 'later' }],
    ['broken', { then: 'later' }],
  ])('a download that is %s', (kind, failure) => expect(failureOfFetch({ class: kind })).toEqual(failure));

  it.each([
    ['190', true],
    ['190/463', true],
    ['102', true],
    ['1900', false],
    ['10', false],
    ['200/2534041', false],
  ])('a read that is refused with %s tells of the token: %s', (code, tells) => expect(tellsOfToken(code)).toBe(tells));
});

describe('a link', () => {
  const KEYS: LinkKey[] = [
    { id: 'k2', key: 'new'.repeat(12) },
    { id: 'k1', key: 'old'.repeat(12) },
  ];
  const [newest, oldest] = KEYS as [LinkKey, LinkKey];
  const file = { workspaceId: 'w1', fileId: 'f1', expires: 1_800_000_000 };
  const before = new Date(1_799_999_999_000);

  it('opens its file until it expires, by any key in use', () => {
    for (const key of KEYS) expect(isProven(file, proofOf(file, key), KEYS, before)).toBe(true);
    expect(isProven(file, proofOf(file, newest), KEYS, new Date(1_800_000_000_000))).toBe(false);
    expect(isProven(file, proofOf(file, oldest), [newest], before)).toBe(false);
  });

  it('opens nothing else', () => {
    const proof = proofOf(file, newest);
    expect(isProven({ ...file, fileId: 'f2' }, proof, KEYS, before)).toBe(false);
    expect(isProven({ ...file, workspaceId: 'w2' }, proof, KEYS, before)).toBe(false);
    // The parts cannot be shifted into each other.
    expect(isProven({ workspaceId: 'w1f', fileId: '1' }, proof, KEYS, before)).toBe(false);
  });

  it('opens with no other proof', () => {
    const proof = proofOf(file, newest);
    const [expiry = '', id = '', signature = ''] = proof.split('.');
    const later = (file.expires + 1).toString(36);
    for (const forged of [
      `${later}.${id}.${signature}`,
      `${expiry}.k1.${signature}`,
      `${expiry}.k3.${signature}`,
      `0${proof}`,
      `${proof}.`,
      `${proof}=`,
      proof.toUpperCase(),
      proof.slice(0, -1),
      `${expiry}.${id}.`,
      '..',
      '',
    ])
      expect(isProven(file, forged, KEYS, before)).toBe(false);
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (noise) => isProven(file, noise, KEYS, before) === false));
  });
});
