/** Wall time for people and platforms, monotonic time for deadlines of this process. */
export abstract class Clock {
  abstract now(): Date;
  /** Milliseconds since an arbitrary point; never goes back, also not when the wall clock is set. */
  abstract monotonic(): number;
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }

  override monotonic(): number {
    return performance.now();
  }
}
