import { Injectable } from '@nestjs/common';
import type { LaneView, TaskOutcome } from '../../conversations';
import { LOOKUP_PROFILE } from '../../flows';
import { InstagramFacade } from '../../instagram';
import { Contributions } from '../../shared/kernel';
import { TaskExecutor } from './task-executor';

/** Who the participant is, as the channel tells. */
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

  override async run({ workspaceId, accountId, participantId }: LaneView): Promise<TaskOutcome> {
    const profile = await this.instagram.lookupProfile(workspaceId, accountId, participantId);
    if (profile === null) return { ok: false, error: 'The profile is not available.' };
    const { name, username } = profile;
    return {
      ok: true,
      value: { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) },
    };
  }
}
