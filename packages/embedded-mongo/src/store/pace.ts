/** Yielded by long reads between rows: time to let others have the event loop. */
export const PAUSE = Symbol('pause');
export type Paced<T> = T | typeof PAUSE;

const TURN_MS = 10;
const ROWS_BETWEEN_LOOKS = 32;

/** Tells when a read has held the event loop for about 10 ms. */
export class Pace {
  private rows = 0;
  private since = performance.now();

  isDue(): boolean {
    if (++this.rows < ROWS_BETWEEN_LOOKS) return false;
    this.rows = 0;
    const now = performance.now();
    if (now - this.since < TURN_MS) return false;
    this.since = now;
    return true;
  }
}

/** The rows alone, for work that must not be interrupted. */
export function* withoutPauses<T>(rows: Iterable<Paced<T>>): Generator<T> {
  for (const row of rows) if (row !== PAUSE) yield row;
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Rows of a computation, with pauses in between. */
export function* withPauses<T>(rows: Iterable<T>): Generator<Paced<T>> {
  const pace = new Pace();
  for (const row of rows) {
    if (pace.isDue()) yield PAUSE;
    yield row;
  }
}
