/** Where the time comes from: milliseconds since 1970. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

interface Alarm {
  readonly at: number;
  readonly run: () => void;
  timeout: NodeJS.Timeout;
}

/** setTimeout counts in a signed 32-bit number; a longer delay would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The simulator's own time: a base clock plus what tests have advanced. Alarms follow it. */
export class SimulatorClock implements Clock {
  private readonly alarms = new Set<Alarm>();

  constructor(
    private readonly base: Clock = systemClock,
    private offsetMs = 0,
  ) {}

  /** How far it is ahead of its base clock. */
  get advancedMs(): number {
    return this.offsetMs;
  }

  now(): number {
    return this.base.now() + this.offsetMs;
  }

  /** Moves time forward and fires, in order of time, every alarm that became due. */
  advance(ms: number): void {
    this.offsetMs += ms;
    const due = [...this.alarms].filter((alarm) => alarm.at <= this.now()).sort((a, b) => a.at - b.at);
    for (const alarm of due) this.fire(alarm);
  }

  /** Runs once after `delayMs` of simulator time; returns a function that cancels it. */
  after(delayMs: number, run: () => void): () => void {
    const timeout = setTimeout(() => this.fire(alarm), Math.min(Math.max(0, delayMs), LONGEST_TIMEOUT_MS));
    const alarm: Alarm = { at: this.now() + delayMs, run, timeout };
    this.alarms.add(alarm);
    return () => this.drop(alarm);
  }

  cancelAll(): void {
    for (const alarm of this.alarms) this.drop(alarm);
  }

  private fire(alarm: Alarm): void {
    if (this.drop(alarm)) alarm.run();
  }

  private drop(alarm: Alarm): boolean {
    clearTimeout(alarm.timeout);
    return this.alarms.delete(alarm);
  }
}
