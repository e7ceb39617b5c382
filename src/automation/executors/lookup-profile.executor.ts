import { Injectable } from '@nestjs/common';
import type { LaneView, TaskOutcome } from '../../conversations';
import { LOOKUP_PROFILE } from '../../flows';
import { InstagramFacade } from '../../instagram';
import { Contributions } from '../../shared/kernel';
import { TaskExecutor } from './task-executor';

/** Who the participant is, and whether they follow the account, as the channel tells now. */
@Injectable()
export class LookupProfileExecutor extends TaskExecutor {
  override readonly task = LOOKUP_PROFILE;

  constructor(
    contributions: Contributions,
    private readonly instagram: InstagramFacade,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run(lane: LaneView): Promise<TaskOutcome> {
    const profile = await this.instagram.lookupProfile(lane);
    return profile === null
      ? { ok: false, error: 'The profile is not available.' }
      : { ok: true, value: { ...profile } };
  }
}
