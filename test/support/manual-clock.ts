import { Clock } from '../../src/shared/kernel';

/** Stands still until a test moves it. Begins at the real time, since the token library reads that. */
export class ManualClock extends Clock {
  private at = Math.floor(Date.now() / 1000) * 1000;
  private elapsed = 0;

  override now(): Date {
    return new Date(this.at);
  }

  override monotonic(): number {
    return this.elapsed;
  }

  advance(ms: number): void {
    this.at += ms;
    this.elapsed += ms;
  }
}
