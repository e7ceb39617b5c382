import { readRecordId, recordIdOfDocumentKey, justAfter, prefixRange } from './keys';
import type { Collection } from './collection';
import type { KeyValueEntry, KeyValueView } from './key-value';
import type { IndexScan, ScanRange } from './plan';

const FIRST_BATCH = 64;
const LARGEST_BATCH = 1024;

/** Entries of a key range in batches that restart from the last key, so that no storage cursor stays open. */
export function* scanKeys(
  view: KeyValueView,
  range: { from: Buffer; to: Buffer },
  reverse = false,
): Generator<KeyValueEntry> {
  let { from, to } = range;
  for (let limit = FIRST_BATCH; ; limit = Math.min(limit * 4, LARGEST_BATCH)) {
    const batch = view.range({ from, to, reverse, limit });
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < limit) return;
    if (reverse) to = last[0];
    else from = justAfter(last[0]);
  }
}

interface Stream {
  readonly entries: Generator<KeyValueEntry>;
  readonly cut: number;
  head: KeyValueEntry;
}

function openStream(view: KeyValueView, range: ScanRange, reverse: boolean): Stream | undefined {
  const entries = scanKeys(view, range, reverse);
  const first = entries.next();
  return first.done ? undefined : { entries, cut: range.cut, head: first.value };
}

function compareTails(a: Stream, b: Stream): number {
  const [keyA, keyB] = [a.head[0], b.head[0]];
  return keyA.compare(keyB, b.cut, keyB.length, a.cut, keyA.length);
}

/** Several equality points with one order behind them: merged by the bytes after the equality part. */
function* mergeRanges(view: KeyValueView, plan: IndexScan): Generator<KeyValueEntry> {
  const opened = plan.ranges.map((range) => openStream(view, range, plan.reverse));
  const streams = opened.filter((stream) => stream !== undefined);
  const sign = plan.reverse ? -1 : 1;
  while (streams.length > 0) {
    const next = streams.reduce((best, stream) => (sign * compareTails(stream, best) < 0 ? stream : best));
    yield next.head;
    const following = next.entries.next();
    if (following.done) streams.splice(streams.indexOf(next), 1);
    else next.head = following.value;
  }
}

/** Record ids in plan order; a multikey index may repeat them. */
export function* scanIndex(view: KeyValueView, plan: IndexScan): Generator<number> {
  if (plan.merge) {
    for (const [, value] of mergeRanges(view, plan)) yield readRecordId(value);
    return;
  }
  for (const range of plan.ranges) {
    for (const [, value] of scanKeys(view, range, plan.reverse)) yield readRecordId(value);
  }
}

/** All documents in natural order. */
export function* scanDocuments(
  view: KeyValueView,
  collection: Collection,
  reverse = false,
): Generator<[number, Buffer]> {
  for (const [key, value] of scanKeys(view, prefixRange(collection.prefix), reverse)) {
    yield [recordIdOfDocumentKey(key), value];
  }
}
