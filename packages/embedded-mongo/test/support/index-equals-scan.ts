import type { Collection } from 'mongodb';
import { Random } from './random';
import { FIELDS, INDEXES, documentOf, filterOf } from './random-documents';
import { type Doc, type TestStore, idsOf } from './test-store';

const SORTS: readonly Doc[] = [
  {},
  { a: 1, _id: 1 },
  { a: -1, b: 1, _id: 1 },
  { b: 1, a: 1, _id: 1 },
  { b: -1, _id: -1 },
  { 'c.d': 1, _id: 1 },
  { _id: -1 },
];

/** Often a sort by what is filtered on, which an index may serve. */
function sortOf(random: Random, filter: Doc): Doc {
  const field = Object.keys(filter).find((name) => FIELDS.includes(name));
  const direction = random.pick([1, -1]);
  return field !== undefined && random.chance(0.5) ? { [field]: direction, _id: direction } : random.pick(SORTS);
}

async function expectEqual(
  indexed: Collection<Doc>,
  filter: Doc,
  sort: Doc,
  collation?: { locale: string; strength: number },
): Promise<void> {
  const scan = await idsOf(indexed.find(filter, { collation }).sort(sort).hint({ $natural: 1 }));
  const found = await idsOf(indexed.find(filter, { collation }).sort(sort));
  const ordered = Object.keys(sort).length > 0;
  const comparable = (ids: unknown[]): unknown[] => (ordered ? ids : ids.toSorted((a, b) => Number(a) - Number(b)));
  const context = JSON.stringify({ filter, sort, collation });
  expect({ context, ids: comparable(found) }).toEqual({ context, ids: comparable(scan) });
  if (!ordered && collation === undefined)
    expect({ context, n: await indexed.countDocuments(filter) }).toEqual({ context, n: scan.length });
}

/** Random documents, indexes and queries: an index may change how documents are found, never which, nor in what order. */
export async function expectIndexesToEqualScans(store: TestStore, seed: number, rounds: number): Promise<void> {
  const random = new Random(seed);
  const documents = await store.collection(Array.from({ length: 120 }, (_, id) => documentOf(random, id)));
  for (const { key, ...options } of INDEXES) {
    if (random.chance(0.7))
      await documents.createIndex(key, { ...options, name: `i${INDEXES.findIndex((one) => one.key === key)}` });
  }
  for (let round = 0; round < rounds; round++) {
    const collation = random.chance(0.15) ? { locale: 'en', strength: 2 } : undefined;
    const filter = filterOf(random);
    await expectEqual(documents, filter, sortOf(random, filter), collation);
    if (round % 10 === 0) {
      const { _id, ...replacement } = documentOf(random, random.below(120));
      await documents.replaceOne({ _id }, replacement);
      await documents.deleteOne({ _id: random.below(120) });
    }
  }
}
