import type { EscalationFact, SlaClock, SlaGoal } from '../../../escalations';
import { stableId } from '../../../shared/kernel';
import { type Cell, Tally } from './counts';
import type { CountingWorld } from './counting-world';
import { bucketOf } from './histogram';
import { type EscalationTiming, histogramsOf } from './timings';

/** What stands for each promise in the names of numbers. */
export const PROMISES = {
  firstResponse: 'first-response',
  resolution: 'resolution',
} as const satisfies Record<SlaGoal, string>;

/**
 * Opened on one day, answered and closed on others, under the severity that it has now. Reasons may be made of what people
 * wrote: only a hash of them is kept.
 */
export function escalationCells(fact: EscalationFact, world: CountingWorld): Cell[] {
  const count = new EscalationCount(fact, world);
  count.opening();
  count.closing();
  count.promise('firstResponse');
  count.promise('resolution');
  count.times(escalationTimings(fact, world));
  return count.tally.cells();
}

/** The first response is that of whoever has it now, the solution that of whoever resolved it. */
export function escalationTimings(fact: EscalationFact, world: CountingWorld): EscalationTiming[] {
  const { status, createdAt, resolvedAt, resolvedBy, assigneeId, severity, sla } = fact;
  const { startedAt, metAt } = sla.firstResponse;
  const taken = (of: EscalationTiming['of'], from: Date, to: Date, member: string | undefined): EscalationTiming => ({
    ...{ of, severity, day: world.calendar.at(to.getTime()).day },
    ...{ clock: Math.max(0, to.getTime() - from.getTime()), open: world.openTime.between(from, to) },
    ...(member === undefined ? {} : { agent: world.labels.aliasOf('agent', member) }),
  });
  return [
    ...(metAt === undefined ? [] : [taken('esc-first', startedAt, metAt, assigneeId)]),
    ...(status !== 'resolved' || resolvedAt === undefined ? [] : [taken('resolve', createdAt, resolvedAt, resolvedBy)]),
  ];
}

export const reasonKey = (reason: string): string => stableId('reason', reason.trim().toLowerCase());

class EscalationCount {
  readonly tally = new Tally();

  constructor(
    private readonly fact: EscalationFact,
    private readonly world: CountingWorld,
  ) {}

  opening(): void {
    const { createdAt, reason, assigneeId } = this.fact;
    this.add(createdAt, 'esc:opened');
    this.add(createdAt, `escr:${this.world.labels.aliasOf('reason', reasonKey(reason))}`);
    this.addApart(createdAt, 'opened', assigneeId, 'escalations');
  }

  /** For whoever closed it. */
  closing(): void {
    const { status, resolvedAt, resolvedBy } = this.fact;
    if (resolvedAt === undefined || (status !== 'resolved' && status !== 'cancelled')) return;
    this.add(resolvedAt, `esc:${status}`);
    this.addApart(resolvedAt, status, resolvedBy);
  }

  times(timings: readonly EscalationTiming[]): void {
    for (const timing of timings)
      for (const [name, ms] of histogramsOf(timing)) this.tally.add(timing.day, `${name}:${bucketOf(ms)}`);
  }

  /** Kept on the day on which that was done, broken on the day on which it was due; neither while it is open. */
  promise(goal: SlaGoal): void {
    const ended = endOf(this.fact.sla[goal]);
    if (ended === null) return;
    this.add(ended.at, `sla:${PROMISES[goal]}:${ended.how}`);
    this.addApart(ended.at, `${PROMISES[goal]}-${ended.how}`, this.fact.assigneeId);
  }

  private addApart(at: Date, what: string, member: string | undefined, ofMember = what): void {
    this.add(at, `escs:${this.fact.severity}:${what}`);
    if (member !== undefined) this.add(at, `ag:${this.world.labels.aliasOf('agent', member)}:${ofMember}`);
  }

  private add(at: Date, key: string): void {
    this.tally.add(this.world.calendar.at(at.getTime()).day, key);
  }
}

function endOf({ dueAt, breachedAt, metAt }: SlaClock): { how: 'met' | 'breached'; at: Date } | null {
  if (breachedAt !== undefined) return { how: 'breached', at: breachedAt };
  return dueAt === undefined || metAt === undefined ? null : { how: 'met', at: metAt };
}
