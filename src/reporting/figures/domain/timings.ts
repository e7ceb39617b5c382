import { grouped } from '../../../shared/kernel';
import { type Counts, totalsUnder } from './counts';
import { HISTOGRAM_PREFIXES } from './histogram';

/** Something that took time, kept beside the buckets that it counts in. */
export type Timing = ResponseTiming | EscalationTiming;

interface Taken {
  /** On which it counts. */
  day: string;
  /** Milliseconds, by the clock. */
  clock: number;
  /** Of these, within business hours. */
  open: number;
  /** Short name of the member whose it is. */
  agent?: string;
}

/** From a question to its answer. */
export interface ResponseTiming extends Taken {
  of: 'first';
  by: 'bot' | 'human';
}

/** From the opening of an escalation to its first response or its solution. */
export interface EscalationTiming extends Taken {
  of: 'esc-first' | 'resolve';
  severity: string;
}

/** The histograms that it counts in, each with its milliseconds. */
export function histogramsOf(timing: Timing): [name: string, ms: number][] {
  const { of, clock, open, agent } = timing;
  const both: [string, number][] = [
    [`h:${of}`, clock],
    [`h:${of}-open`, open],
  ];
  if (timing.of === 'first') {
    both.push([`h:first-${timing.by}`, clock]);
    if (agent !== undefined) both.push([`hag:${agent}`, clock]);
    return both;
  }
  both.push([`hs-${of}:${timing.severity}`, open]);
  if (agent !== undefined) both.push([`ha-${of}:${agent}`, open]);
  return both;
}

/** By day. */
export type TimedDays = ReadonlyMap<string, readonly Timing[]>;

export const timedDays = (timings: readonly Timing[]): TimedDays => grouped(timings, ({ day }) => day);

/** Milliseconds in their order, by the name of their histogram. */
export type ExactTimes = ReadonlyMap<string, Float64Array>;

/**
 * The times of these days one by one. Null unless there is one for each that `counts`, the sum of the days, has: of days
 * that became final, or were counted by earlier rules, buckets alone are left.
 */
export function exactTimesOf(timed: TimedDays | null, days: readonly string[], counts: Counts): ExactTimes | null {
  if (timed === null) return null;
  const times = new Map<string, number[]>();
  for (const timing of days.flatMap((day) => timed.get(day) ?? []))
    for (const [name, ms] of histogramsOf(timing)) {
      const known = times.get(name);
      if (known === undefined) times.set(name, [ms]);
      else known.push(ms);
    }
  const counted = totalsUnder(counts, HISTOGRAM_PREFIXES);
  const names = new Set([...counted.keys(), ...times.keys()]);
  if ([...names].some((name) => (counted.get(name) ?? 0) !== (times.get(name)?.length ?? 0))) return null;
  return new Map([...times].map(([name, all]) => [name, Float64Array.from(all).sort()]));
}
