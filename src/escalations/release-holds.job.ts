import { Injectable } from '@nestjs/common';
import { Clock, Contributions } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { EscalationHandBack } from './escalation-hand-back.service';
import { EscalationsRepository } from './repositories/escalations.repository';

const AT_ONCE = 100;
/** Younger ones are still in the hands of the request that closed them. */
const MIN_AGE_MS = 5_000;

/** Ends the hold of escalations whose closing was cut off by a crash. */
@Injectable()
export class ReleaseHoldsJob extends ScheduledJob {
  readonly name = 'release-holds';
  readonly scope = 'cluster' as const;
  readonly everyMs = 15_000;

  constructor(
    contributions: Contributions,
    private readonly escalations: EscalationsRepository,
    private readonly handBack: EscalationHandBack,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One that fails does not hold up the others. @throws AggregateError of all that failed; they stay due. */
  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - MIN_AGE_MS);
    const due = await this.escalations.listHandBackDue(before, AT_ONCE);
    const results = await Promise.allSettled(due.map((escalation) => this.handBack.give(escalation)));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} holds could not be ended.`);
  }
}
