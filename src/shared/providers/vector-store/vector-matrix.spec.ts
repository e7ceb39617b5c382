import { VectorMatrix } from './vector-matrix';

const DIMENSIONS = 96;
const ROWS = 3_000;

/** Numbers from −1 to 1, the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1;
}

const unit = (values: Float32Array) => {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

describe('VectorMatrix', () => {
  const random = randomNumbers(42);
  const vector = (base = new Float32Array(DIMENSIONS), spread = 1) =>
    unit(base.map((value) => value + spread * random()));
  const centres = Array.from({ length: 40 }, () => vector());
  const rows = Array.from({ length: ROWS }, (_, index) => vector(centres[index % 40], 0.15));
  const exact = (query: Float32Array, limit: number, isAllowed: (slot: number) => boolean) =>
    rows
      .map((row, slot) => ({ slot, similarity: row.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0) }))
      .filter(({ slot }) => isAllowed(slot))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit);

  function matrixOf(count: number): VectorMatrix {
    const matrix = new VectorMatrix(DIMENSIONS);
    for (const [slot, row] of rows.slice(0, count).entries()) matrix.add(slot, row);
    return matrix;
  }

  it.each([
    ['all rows', () => true],
    ['one row in fifty', (slot: number) => slot % 50 === 0],
  ])('finds of many what an exact search finds, among %s (synthetic vectors)', (_, isAllowed) => {
    const matrix = matrixOf(ROWS);
    let found = 0;
    let wanted = 0;
    for (let round = 0; round < 50; round++) {
      const query = vector(rows[(round * 59) % ROWS], 0.1);
      const hits = new Set(matrix.search(query, 8, isAllowed).map(({ slot }) => slot));
      const best = exact(query, 8, isAllowed);
      wanted += best.length;
      found += best.filter(({ slot }) => hits.has(slot)).length;
    }
    expect(found / wanted).toBeGreaterThanOrEqual(0.98);
  });

  it('is exact for few, and gives similarities as they are', () => {
    const query = vector();
    const hits = matrixOf(300).search(query, 5, () => true);
    const best = exact(query, 5, (slot) => slot < 300);
    expect(hits.map(({ slot }) => slot)).toEqual(best.map(({ slot }) => slot));
    for (const [index, { similarity }] of hits.entries())
      expect(similarity).toBeCloseTo(best[index]?.similarity ?? 0, 5);
  });

  it('sees rows that came after the first search', () => {
    const matrix = matrixOf(ROWS);
    matrix.search(vector(), 1, () => true);
    const late = vector();
    matrix.add(ROWS, late);
    expect(matrix.search(late, 1, () => true)).toMatchObject([{ slot: ROWS }]);
  });
});
