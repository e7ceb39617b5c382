/** Yielded by long reads and computations between rows: time to let others have the event loop. */
export const PAUSE = Symbol('pause');
export type Pause = typeof PAUSE;
export type Paced<T> = T | Pause;

const TURN_MS = 5;

/** Tells when a command has held the event loop for its turn. One serves a whole command: all its work counts. */
export class Pace {
  private since: number;
  private resting = false;

  constructor(
    private readonly turnMs = TURN_MS,
    /** Milliseconds, growing. */
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.since = clock();
  }

  /** To be asked between rows; after a true answer the turn begins anew. */
  isDue(): boolean {
    const now = this.clock();
    if (this.resting) {
      // What others took meanwhile does not count, or two long reads would leave each other no time.
      this.resting = false;
      this.since = now;
    }
    this.resting = now - this.since >= this.turnMs;
    return this.resting;
  }
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The rows alone, for work that must not be interrupted. */
export function* withoutPauses<T>(rows: Iterable<Paced<T>>): Generator<T> {
  for (const row of rows) if (row !== PAUSE) yield row;
}

/** Rows of a computation, with pauses in between. */
export function* withPauses<T>(rows: Iterable<T>, pace: Pace): Generator<Paced<T>> {
  for (const row of rows) {
    if (pace.isDue()) yield PAUSE;
    yield row;
  }
}

export function* mapRows<T, U>(rows: Iterable<Paced<T>>, transform: (row: T) => U): Generator<Paced<U>> {
  for (const row of rows) yield row === PAUSE ? PAUSE : transform(row);
}

export function* visitRows<T>(rows: Iterable<Paced<T>>, visit: (row: T) => void): Generator<Pause, void> {
  for (const row of rows) {
    if (row === PAUSE) yield PAUSE;
    else visit(row);
  }
}

export function* gatherRows<T>(rows: Iterable<Paced<T>>): Generator<Pause, T[]> {
  const all: T[] = [];
  yield* visitRows(rows, (row) => void all.push(row));
  return all;
}

/** Small enough to be sorted at once. */
const RUN = 256;

function* merge<T>(a: T[], b: T[], compare: (a: T, b: T) => number, pace: Pace): Generator<Pause, T[]> {
  const merged: T[] = [];
  let [atA, atB] = [0, 0];
  while (atA < a.length && atB < b.length) {
    if (merged.length % RUN === 0 && pace.isDue()) yield PAUSE;
    const [nextA, nextB] = [a[atA] as T, b[atB] as T];
    const takesB = compare(nextB, nextA) < 0;
    merged.push(takesB ? nextB : nextA);
    if (takesB) atB++;
    else atA++;
  }
  return merged.concat(a.slice(atA), b.slice(atB));
}

/** A sorted copy, as `toSorted` makes it (stable), with pauses. */
export function* sortWithPauses<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Generator<Pause, T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    if (pace.isDue()) yield PAUSE;
    runs.push(items.slice(at, at + RUN).sort(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], compare, pace));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}
