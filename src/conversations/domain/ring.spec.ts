import fc from 'fast-check';
import { msAfter, NOW } from '../../../test/support/lane-fixtures';
import { RING_KEEP_MS, RING_SIZE } from './limits';
import { freeSlots, keptIds } from './ring';

const consumed = (id: string, ageMs: number) => ({ id, at: msAfter(-ageMs) });
const idsOf = (kept: ReturnType<typeof keptIds>) => kept.map(({ id }) => id);

describe('keptIds', () => {
  it('lets go of an id only when it is old and the find did not return it', () => {
    const ring = [
      consumed('old', RING_KEEP_MS + 1),
      consumed('old-but-found', RING_KEEP_MS + 1),
      consumed('at-the-edge', RING_KEEP_MS),
      consumed('young', RING_KEEP_MS - 1),
    ];
    expect(idsOf(keptIds(ring, new Set(['old-but-found']), false, NOW))).toEqual([
      'old-but-found',
      'at-the-edge',
      'young',
    ]);
  });

  it('keeps every id when the find was full, since a pending event may hide behind its page', () => {
    const ring = [consumed('ancient', 10 * RING_KEEP_MS), consumed('old', RING_KEEP_MS + 1)];
    expect(keptIds(ring, new Set(), true, NOW)).toEqual(ring);
  });

  it('keeps order, and never an id that it was not given', () => {
    const rings = fc.array(fc.record({ id: fc.uuid(), ageMs: fc.nat(3 * RING_KEEP_MS) }));
    fc.assert(
      fc.property(rings, fc.array(fc.nat(20)), fc.boolean(), (ages, picks, full) => {
        const ring = ages.map(({ id, ageMs }) => consumed(id, ageMs));
        const found = new Set(picks.flatMap((pick) => (ring[pick] === undefined ? [] : [ring[pick].id])));
        const kept = keptIds(ring, found, full, NOW);
        expect(kept).toEqual(ring.filter((one) => kept.includes(one)));
        expect([...found].every((id) => idsOf(kept).includes(id))).toBe(true);
      }),
    );
  });
});

describe('freeSlots', () => {
  it.each([
    [0, RING_SIZE],
    [RING_SIZE - 1, 1],
    [RING_SIZE, 0],
    [RING_SIZE + 7, 0],
  ])('with %i kept leaves %i', (kept, free) => {
    expect(freeSlots(Array.from({ length: kept }, (_, index) => consumed(`${index}`, 0)))).toBe(free);
  });
});
