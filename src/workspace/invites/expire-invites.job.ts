import { Injectable } from '@nestjs/common';
import { Clock, Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';

/** Ends invitations whose time is over, so that their addresses are forgotten. They are good for nothing before that, too. */
@Injectable()
export class ExpireInvitesJob extends ScheduledJob {
  readonly name = 'expire-invites';
  readonly everyMs = 60 * 60_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly invites: WorkspaceInvitesRepository,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await this.invites.expireAll(this.clock.now());
  }
}
