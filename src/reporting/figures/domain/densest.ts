/** As many of these as lie within `span` of each other, the earliest such ones; by their times in milliseconds. */
export function densest<Item>(items: readonly Item[], timeOf: (item: Item) => number, span: number): Item[] {
  const sorted = items.map((item) => ({ item, time: timeOf(item) })).sort((one, other) => one.time - other.time);
  let [first, best, length] = [0, 0, 0];
  for (const [last, { time }] of sorted.entries()) {
    while (time - (sorted[first]?.time ?? time) > span) first += 1;
    if (last - first + 1 > length) [best, length] = [first, last - first + 1];
  }
  return sorted.slice(best, best + length).map(({ item }) => item);
}
