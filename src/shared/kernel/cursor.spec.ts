import fc from 'fast-check';
import { decodeCursor, encodeCursor, pageOf } from './cursor';

const at = (ms: number) => new Date(ms);
const positions = fc.record({
  at: fc.date({ min: at(0), max: at(9_999_999_999_999), noInvalidDate: true }),
  id: fc.stringMatching(/^[\w:-]{1,128}$/),
});

describe('a cursor', () => {
  it('comes back as it was given out, whatever row it stands for', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const cursor = encodeCursor(position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor)).toEqual(position);
      }),
    );
  });

  const raw = (text: string) => Buffer.from(text).toString('base64url');

  it.each([
    ['empty', ''],
    ['no cursor', 'abc'],
    ['without an id', raw('1.')],
    ['without a time', raw('.id')],
    ['with a time before 1970', raw('-1.id')],
    ['with more behind it', raw('1.id\n')],
    ['that would be an operator', raw('1.{"$gt":""}')],
    ['too long', raw(`1.${'x'.repeat(129)}`)],
  ])('%s is refused', (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(
      expect.objectContaining({
        code: 'CURSOR.INVALID',
        kind: 'invalid',
        fields: [expect.objectContaining({ field: 'cursor' })],
      }),
    );
  });

  it('never fails in another way', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(decodeCursor(text).at.getTime()).not.toBeNaN();
        } catch (error) {
          expect(error).toMatchObject({ code: 'CURSOR.INVALID' });
        }
      }),
    );
  });
});

describe('pageOf', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ at: at(index), id: `r${index}` }));
  const position = (row: { at: Date; id: string }) => row;

  it.each([
    [0, 0, false],
    [1, 1, false],
    [2, 2, false],
    [3, 2, true],
  ])('of %i rows with a limit of 2 shows %i, more: %s', (count, shown, more) => {
    const page = pageOf(rows(count), 2, position);
    expect(page.items).toHaveLength(shown);
    expect('nextCursor' in page).toBe(more);
    if (more) expect(decodeCursor(page.nextCursor ?? '')).toEqual({ at: at(1), id: 'r1' });
  });

  it('leads through all rows, each once', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 7 }), (count, limit) => {
        const all = rows(count);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const after = cursor === undefined ? -1 : all.findIndex(({ id }) => id === decodeCursor(cursor ?? '').id);
          const page = pageOf(all.slice(after + 1, after + 2 + limit), limit, position);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(seen).toEqual(all.map(({ id }) => id));
      }),
    );
  });
});
