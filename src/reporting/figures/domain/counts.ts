/** Numbers by key; a key is made of safe parts, joined by `:`. */
export type Counts = Readonly<Record<string, number>>;

/** What a thing adds to one row: that of the workspace and a day, or that of a flow's version and a day. */
export interface Cell {
  /** `YYYY-MM-DD`, by the clocks of the workspace. */
  day: string;
  /** A flow's version; empty for the row of the workspace. */
  flow: string;
  counts: Counts;
}

const WORKSPACE = '';

/** Adds up what a thing counts for. */
export class Tally {
  private readonly rows = new Map<string, { day: string; flow: string; counts: Record<string, number> }>();

  add(day: string, key: string, by = 1, flow = WORKSPACE): void {
    if (by === 0) return;
    const counts = this.rowOf(day, flow).counts;
    counts[key] = (counts[key] ?? 0) + by;
  }

  addAll(cells: readonly Cell[], sign: 1 | -1 = 1): void {
    for (const { day, flow, counts } of cells)
      for (const [key, count] of Object.entries(counts)) this.add(day, key, sign * count, flow);
  }

  /** Without zeros. */
  cells(): Cell[] {
    return [...this.rows.values()].flatMap(({ day, flow, counts }) => {
      const known = Object.entries(counts).filter(([, count]) => count !== 0);
      return known.length === 0 ? [] : [{ day, flow, counts: Object.fromEntries(known) }];
    });
  }

  private rowOf(day: string, flow: string): { counts: Record<string, number> } {
    const place = `${day}/${flow}`;
    const known = this.rows.get(place);
    if (known !== undefined) return known;
    const row = { day, flow, counts: {} };
    this.rows.set(place, row);
    return row;
  }
}

/** What must be added to `before` for it to be `after`. */
export function differenceOf(before: readonly Cell[], after: readonly Cell[]): Cell[] {
  const tally = new Tally();
  tally.addAll(after);
  tally.addAll(before, -1);
  return tally.cells();
}

/** The sums of several rows. */
export function sumOf(all: Iterable<Counts>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const key of Object.keys(counts)) sums[key] = (sums[key] ?? 0) + (counts[key] ?? 0);
  return sums;
}

/** Of keys `<prefix>:…:<last>` with one of these prefixes, the sum of each name `<prefix>:…`. */
export function totalsUnder(counts: Counts, prefixes: ReadonlySet<string>): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [key, count] of Object.entries(counts)) {
    if (!prefixes.has(key.slice(0, key.indexOf(':')))) continue;
    const name = key.slice(0, key.lastIndexOf(':'));
    totals.set(name, (totals.get(name) ?? 0) + count);
  }
  return totals;
}

type Rests = [rest: string, count: number][];

/** A report looks into the same counts under many prefixes. */
const indexes = new WeakMap<Counts, ReadonlyMap<string, Rests>>();
const NONE: Rests = [];

/** Of keys `<prefix>:<rest>`, the rest with its number; prefixes of one or two parts. Counts do not change any more. */
export function under(counts: Counts, prefix: string): readonly [rest: string, count: number][] {
  const index = indexes.get(counts) ?? indexOf(counts);
  indexes.set(counts, index);
  return index.get(prefix) ?? NONE;
}

function indexOf(counts: Counts): ReadonlyMap<string, Rests> {
  const index = new Map<string, Rests>();
  const add = (key: string, end: number, count: number): void => {
    const prefix = key.slice(0, end);
    const rests = index.get(prefix) ?? [];
    rests.push([key.slice(end + 1), count]);
    index.set(prefix, rests);
  };
  for (const [key, count] of Object.entries(counts)) {
    const first = key.indexOf(':');
    if (first === -1) continue;
    add(key, first, count);
    const second = key.indexOf(':', first + 1);
    if (second !== -1) add(key, second, count);
  }
  return index;
}
