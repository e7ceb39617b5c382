import { type BusinessHours, OpenTime } from '../../shared/kernel';

export const SLA_GOALS = ['firstResponse', 'resolution'] as const;
export type SlaGoal = (typeof SLA_GOALS)[number];

/** What a workspace promises for one severity. Null: nothing. */
export interface SlaTerms {
  firstResponseMinutes: number | null;
  resolutionMinutes: number | null;
  /** Whether the time counts only while the business is open. */
  businessHours: boolean;
}

/** One promise, and how it went. */
export interface SlaClock {
  startedAt: Date;
  /** Absent: nothing was promised, or it will not be open for that long. */
  dueAt?: Date;
  warnAt?: Date;
  warnedAt?: Date;
  breachedAt?: Date;
  metAt?: Date;
  /** From `startedAt` to `metAt`, in the hours that count. */
  tookSeconds?: number;
}

export type EscalationSla = Readonly<Record<SlaGoal, SlaClock>>;

export interface SlaPolicy {
  terms: SlaTerms;
  hours: BusinessHours;
  /** Of the time that is promised: when to warn. */
  warnPercent: number;
}

const MINUTE_MS = 60_000;

export const startedSla = (policy: SlaPolicy, at: Date): EscalationSla => ({
  firstResponse: startedClock(policy, 'firstResponse', at),
  resolution: startedClock(policy, 'resolution', at),
});

export function startedClock(policy: SlaPolicy, goal: SlaGoal, startedAt: Date): SlaClock {
  const minutes = goal === 'firstResponse' ? policy.terms.firstResponseMinutes : policy.terms.resolutionMinutes;
  if (minutes === null) return { startedAt };
  const time = countedTime(policy);
  const dueAt = time.after(startedAt, minutes * MINUTE_MS);
  const warnAt = time.after(startedAt, (minutes * MINUTE_MS * policy.warnPercent) / 100);
  if (dueAt === null || warnAt === null) return { startedAt };
  return warnAt < dueAt ? { startedAt, dueAt, warnAt } : { startedAt, dueAt };
}

/** By another promise than before: what is met stays met, what was missed stays missed. */
export function ratedSla(sla: EscalationSla, policy: SlaPolicy): EscalationSla {
  const again = (goal: SlaGoal): SlaClock => {
    const clock = sla[goal];
    if (clock.metAt !== undefined || clock.breachedAt !== undefined) return clock;
    return startedClock(policy, goal, clock.startedAt);
  };
  return { firstResponse: again('firstResponse'), resolution: again('resolution') };
}

/** Once met, it stays. A moment after `dueAt` that nobody has noticed yet is a breach all the same. */
export function metClock(clock: SlaClock, at: Date, policy: SlaPolicy): SlaClock {
  if (clock.metAt !== undefined) return clock;
  const { dueAt, startedAt } = clock;
  const tookSeconds = Math.round(countedTime(policy).between(startedAt, at) / 1_000);
  const isLate = clock.breachedAt === undefined && dueAt !== undefined && at >= dueAt;
  return { ...clock, metAt: at, tookSeconds, ...(isLate ? { breachedAt: dueAt } : {}) };
}

export interface SlaNotice {
  goal: SlaGoal;
  phase: 'warning' | 'breach';
  dueAt: Date;
}

/** What is to be told by now and has not been, each thing once. A breach makes a warning that was missed pointless. */
export function toldSla(sla: EscalationSla, now: Date): { sla: EscalationSla; notices: SlaNotice[] } {
  const notices: SlaNotice[] = [];
  const told = (goal: SlaGoal): SlaClock => {
    const clock = sla[goal];
    const next = dueOf(clock);
    if (next === null || next.at > now || clock.dueAt === undefined) return clock;
    const phase = clock.dueAt <= now ? 'breach' : 'warning';
    notices.push({ goal, phase, dueAt: clock.dueAt });
    return phase === 'breach' ? { ...clock, breachedAt: clock.dueAt } : { ...clock, warnedAt: now };
  };
  return { sla: { firstResponse: told('firstResponse'), resolution: told('resolution') }, notices };
}

/** When there is something to tell next; null: never. */
export function nextNotice(sla: EscalationSla): Date | null {
  const times = SLA_GOALS.flatMap((goal) => dueOf(sla[goal])?.at ?? []).sort((a, b) => a.getTime() - b.getTime());
  return times[0] ?? null;
}

function dueOf({ dueAt, warnAt, warnedAt, breachedAt, metAt }: SlaClock): { at: Date } | null {
  if (dueAt === undefined || metAt !== undefined || breachedAt !== undefined) return null;
  return { at: warnAt === undefined || warnedAt !== undefined ? dueAt : warnAt };
}

const countedTime = ({ terms, hours }: SlaPolicy): OpenTime =>
  new OpenTime(terms.businessHours ? hours : { ...hours, weekly: null });
