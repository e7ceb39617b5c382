/**
 * Does `work` for every item, `width` of them at a time: one in trouble keeps no other waiting. Ends when all are through.
 * @throws what `work` threw; where it did more than once, an AggregateError whose cause is the first
 */
export async function eachOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<unknown>,
  { width = 1 } = {},
): Promise<void> {
  const waiting = oneByOne(items);
  const failures: unknown[] = [];
  const lane = async () => {
    for await (const item of waiting) await work(item).catch((error: unknown) => void failures.push(error));
  };
  await Promise.all(Array.from({ length: width }, lane));
  const [cause] = failures;
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} of them failed.`, { cause });
  if (failures.length === 1) throw cause;
}

/** A generator answers those who ask it at once in turn. */
async function* oneByOne<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* items;
}
