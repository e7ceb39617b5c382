import { product } from '../flows/product.mjs';
import { absolute } from '../report/absolute.mjs';
import { figure } from '../report/table.mjs';

const DIMENSIONS = 1_536;
const HITS = 8;
const SIZES = [2_000, 50_000];
const QUERIES = { quick: 60, full: 200 };
const COMPARED = 30;

/** Searching an index of chunks by meaning: made-up vectors in 200 groups, so that neighbours are near as they are in texts. */
export async function knowledge({ seconds }) {
  const { VectorMatrix } = product('shared/providers/vector-store/vector-matrix');
  const queries = seconds < 2 ? QUERIES.quick : QUERIES.full;
  const lines = ['Synthetic vectors: what real texts give depends on their model.'];
  for (const size of SIZES) lines.push(resultOf(VectorMatrix, size, queries));
  return lines.join('\n');
}

function resultOf(VectorMatrix, size, queries) {
  const random = gaussian(size);
  const centres = Array.from({ length: 200 }, () => Float32Array.from({ length: DIMENSIONS }, random));
  const near = (base, spread) => unit(base.map((value) => value + spread * random()));
  const vectors = Array.from({ length: size }, (_, index) => near(centres[index % centres.length], 1));
  const matrix = new VectorMatrix(DIMENSIONS);
  for (const [slot, vector] of vectors.entries()) matrix.add(slot, vector);
  const search = (query) => matrix.search(query, HITS, () => true);
  search(vectors[0]);
  const times = [];
  let found = 0;
  for (let round = 0; round < queries; round++) {
    const query = near(vectors[(round * 7_919) % size], 0.02);
    const startedAt = performance.now();
    const hits = search(query);
    times.push(performance.now() - startedAt);
    if (round < COMPARED) found += sharedWith(exact(vectors, query), hits);
  }
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)];
  const middle = times[Math.floor(times.length / 2)];
  const typical = size === SIZES[0];
  return absolute([
    { title: `${size} chunks: ms, median`, values: [middle], ...(typical ? { atMost: 1.5 } : {}) },
    { title: `${size} chunks: ms, p99`, values: [p99], ...(typical ? {} : { atMost: 25 }) },
    {
      title: `${size} chunks: recall@${HITS} (${figure(found)} of ${COMPARED * HITS})`,
      values: [found / (COMPARED * HITS)],
      atLeast: 0.98,
    },
  ]);
}

const sharedWith = (best, hits) => hits.filter(({ slot }) => best.has(slot)).length;

function exact(vectors, query) {
  const scored = vectors.map((vector, slot) => ({ slot, score: dot(vector, query) }));
  return new Set(
    scored
      .sort((a, b) => b.score - a.score)
      .slice(0, HITS)
      .map(({ slot }) => slot),
  );
}

function dot(a, b) {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index];
  return sum;
}

function unit(vector) {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

/** The same numbers in every run. */
function gaussian(seed) {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}
