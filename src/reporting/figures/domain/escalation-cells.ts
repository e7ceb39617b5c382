import type { EscalationFact, SlaClock, SlaGoal } from '../../../escalations';
import { stableId } from '../../../shared/kernel';
import { type Cell, Tally } from './counts';
import type { CountingWorld } from './counting-world';
import { bucketOf } from './histogram';

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
  count.answer();
  count.promise('firstResponse');
  count.promise('resolution');
  return count.tally.cells();
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

  /** For whoever closed it. Times are those of resolved ones. */
  closing(): void {
    const { status, createdAt, resolvedAt, resolvedBy } = this.fact;
    if (resolvedAt === undefined || (status !== 'resolved' && status !== 'cancelled')) return;
    this.add(resolvedAt, `esc:${status}`);
    this.addApart(resolvedAt, status, resolvedBy);
    if (status === 'resolved') this.addTimes('resolve', createdAt, resolvedAt, resolvedBy);
  }

  /** For whoever has it. */
  answer(): void {
    const { sla, assigneeId } = this.fact;
    const { startedAt, metAt } = sla.firstResponse;
    if (metAt !== undefined) this.addTimes('esc-first', startedAt, metAt, assigneeId);
  }

  /** Kept on the day on which that was done, broken on the day on which it was due; neither while it is open. */
  promise(goal: SlaGoal): void {
    const ended = endOf(this.fact.sla[goal]);
    if (ended === null) return;
    this.add(ended.at, `sla:${PROMISES[goal]}:${ended.how}`);
    this.addApart(ended.at, `${PROMISES[goal]}-${ended.how}`, this.fact.assigneeId);
  }

  /** By the clock and within business hours; the latter also for its severity and for a member. */
  private addTimes(name: string, from: Date, to: Date, member: string | undefined): void {
    const open = bucketOf(this.world.openTime.between(from, to));
    this.add(to, `h:${name}:${bucketOf(Math.max(0, to.getTime() - from.getTime()))}`);
    this.add(to, `h:${name}-open:${open}`);
    this.add(to, `hs-${name}:${this.fact.severity}:${open}`);
    if (member !== undefined) this.add(to, `ha-${name}:${this.world.labels.aliasOf('agent', member)}:${open}`);
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
