import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { InboxRepository } from '../repositories/inbox.repository';

const PAGE = 1_000;
const DAY_MS = 24 * 3_600_000;
/** The rows themselves go eight days after they are done. */
const LIFE_MS = 8 * DAY_MS;

/** Items of webhooks, as they came, are kept for some days only. */
@Injectable()
export class ForgetRawWebhooks extends ScheduledJob {
  readonly name = 'forget-raw-webhooks';
  readonly scope = 'cluster' as const;
  readonly everyMs = 15 * 60_000;

  /** Whatever was done before holds none any more, as far as this process knows. */
  private forgottenUntil = new Date(0);

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'receiving'>,
    contributions: Contributions,
    private readonly inbox: InboxRepository,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    const keptMs = this.config.receiving.rawDays * DAY_MS;
    if (keptMs >= LIFE_MS) return;
    const before = new Date(this.clock.now().getTime() - keptMs);
    let from: Date | null = this.forgottenUntil;
    while (from !== null) from = await this.inbox.forgetRaw(from, before, PAGE);
    this.forgottenUntil = before;
  }
}
