import { Injectable } from '@nestjs/common';
import { LaneOutlooks } from '../../conversations';
import { Clock, Contributions, eachOf, stableId } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { FollowupPoliciesRepository } from './repositories/followup-policies.repository';
import type { FollowupPolicyRow } from './schemas/followup-policy.schema';

const POLICIES_AT_ONCE = 20;
const CONVERSATIONS_AT_ONCE = 200;
/** Of one run, so that it ends. */
const BATCHES = 25;

/**
 * A policy that is new, or has changed, is also for conversations that are there already: each whose window may be open
 * plans anew, in a turn of its own.
 */
@Injectable()
export class SpreadFollowupPolicies extends ScheduledJob {
  readonly name = 'spread-followup-policies';
  readonly everyMs = 10_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly policies: FollowupPoliciesRepository,
    private readonly lanes: LaneOutlooks,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await eachOf(await this.policies.listToSpread(POLICIES_AT_ONCE), (policy) => this.spread(policy));
  }

  /** Where it was left; what is given twice is one order. */
  private async spread({ spreadAfter, ...policy }: FollowupPolicyRow): Promise<void> {
    const { workspaceId, _id, revision } = policy;
    const since = new Date(this.clock.now().getTime() - this.lanes.windowMs);
    let after = spreadAfter;
    for (let batch = 0; batch < BATCHES; batch++) {
      const page = { since, limit: CONVERSATIONS_AT_ONCE, ...(after === null ? {} : { after }) };
      after = await this.lanes.orderRecent(workspaceId, page, (conversationId) => {
        const id = stableId('followup-plan', _id, `${revision}`, conversationId);
        return { id, command: 'followup', data: { op: 'plan' }, correlationId: id };
      });
      await this.policies.noteSpread(policy, after);
      if (after === null) return;
    }
  }
}
