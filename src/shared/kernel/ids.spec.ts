import { newId, stableId } from './ids';

describe('stableId', () => {
  // Ids are in databases: another way to compute them would make every event look new.
  it.each([
    [['event', 'a1', 'message:m_ä€'], '6dac8b386a84cb544518add25095aa22'],
    [['ab', 'c'], '430fb1b4ac43316eca81fab27a1930ab'],
    [['a', 'bc'], '5310a58788781ab25d5ad7c3f8503582'],
    [[], 'e3b0c44298fc1c149afbf4c8996fb924'],
  ])('of %j is always the same', (parts, expected) => {
    expect(stableId(...parts)).toBe(expected);
  });
});

describe('newId', () => {
  it('never gives the same id twice', () => {
    const ids = Array.from({ length: 5_000 }, () => newId());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true);
  });

  it('sorts by the second of creation', () => {
    const [earlier, later] = [newId(new Date(1_000)), newId(new Date(2_000))];
    expect(earlier < later).toBe(true);
  });
});
