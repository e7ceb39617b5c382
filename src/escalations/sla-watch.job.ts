import { Injectable } from '@nestjs/common';
import { Transactions } from '../shared/database';
import { Clock, Contributions, eachOf } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { type Escalation, type EscalationUpdate, withUpdate } from './domain/escalation';
import { type SlaNotice, toldSla } from './domain/sla';
import { isOpen } from './domain/transitions';
import { EscalationsRepository } from './repositories/escalations.repository';
import { SlaNews } from './sla-news.service';

const AT_ONCE = 100;

/** Tells that an escalation is about to be late, or is: each once, with any number of processes. */
@Injectable()
export class SlaWatchJob extends ScheduledJob {
  readonly name = 'escalation-sla';
  readonly scope = 'cluster' as const;
  readonly everyMs = 10_000;

  constructor(
    contributions: Contributions,
    private readonly escalations: EscalationsRepository,
    private readonly news: SlaNews,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** What failed stays due. */
  async run(): Promise<void> {
    const late = await this.escalations.listSlaDue(this.clock.now(), AT_ONCE);
    await eachOf(late, (escalation) => this.transactions.run(() => this.tell(escalation)));
  }

  /** On the row as it is now: somebody may have answered or closed it since. */
  private async tell({ workspaceId, id }: Escalation): Promise<void> {
    const before = await this.escalations.findById(workspaceId, id);
    const now = this.clock.now();
    if (before === null || !isOpen(before.status)) return;
    const { sla, notices } = toldSla(before.sla, now);
    if (notices.length === 0) return;
    const updates = notices.reduce<EscalationUpdate[]>(
      (list, notice) => withUpdate(list, updateOf(notice, now)),
      before.updates,
    );
    const after = { ...before, sla, updates, revision: before.revision + 1, updatedAt: now };
    if (!(await this.escalations.replace(before, after))) return;
    for (const notice of notices) await this.news.tell(after, notice, now);
  }
}

const updateOf = ({ goal, phase }: SlaNotice, at: Date): EscalationUpdate => ({
  at,
  kind: phase === 'breach' ? 'sla_breach' : 'sla_warning',
  from: 'system',
  to: goal,
});
