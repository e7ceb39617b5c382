import { Injectable } from '@nestjs/common';
import { ParticipantProfiles } from '../../conversations';
import { Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { Profiles } from './profiles.service';

const AT_ONCE = 50;
/** Calls of one process at a time. */
const WIDTH = 4;

/** Asks who people are that wrote for the first time, or whose profile is old. */
@Injectable()
export class RefreshProfilesJob extends ScheduledJob {
  readonly name = 'refresh-profiles';
  readonly everyMs = 1_000;
  readonly scope = 'process' as const;

  constructor(
    contributions: Contributions,
    private readonly due: ParticipantProfiles,
    private readonly profiles: Profiles,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One person's failure stops no other. */
  async run(): Promise<void> {
    await eachOf(await this.due.due(AT_ONCE), (one) => this.profiles.refresh(one), { width: WIDTH });
  }
}
