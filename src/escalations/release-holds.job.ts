import { Injectable } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { EscalationHandBack } from './escalation-hand-back.service';
import { EscalationsRepository } from './repositories/escalations.repository';

const AT_ONCE = 100;
const WIDTH = 10;
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

  /** What failed stays due. */
  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - MIN_AGE_MS);
    const due = await this.escalations.listHandBackDue(before, AT_ONCE);
    await eachOf(due, (escalation) => this.handBack.give(escalation), { width: WIDTH });
  }
}
