import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { Contributions } from '../../shared/kernel';
import { aiOutcome } from '../executors/ai-outcome';
import { TaskExecutor } from '../executors/task-executor';
import { textOf } from '../executors/task-input';
import { ActiveFollowups } from './active-followups';
import { JUDGE_FOLLOWUP, toJudged } from '../domain/followups/judgement';
import { FollowupJudge } from './followup-judge.service';

/** Judges a follow-up that is due, and composes what it says. */
@Injectable()
export class JudgeFollowupExecutor extends TaskExecutor {
  override readonly task = JUDGE_FOLLOWUP;

  constructor(
    contributions: Contributions,
    private readonly active: ActiveFollowups,
    private readonly judge: FollowupJudge,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override run(lane: LaneView, { input }: TaskDraft): Promise<TaskOutcome> {
    return aiOutcome(async () => {
      const followupId = textOf(input, 'followupId');
      const policies = await this.active.of(lane.workspaceId);
      const policy = policies.find(({ id }) => id === textOf(input, 'policyId'));
      if (policy === undefined) return toJudged({ verdict: 'cancel', reason: 'policy_off' });
      return toJudged(await this.judge.judge(lane, policy, { followupId, composes: true }));
    });
  }
}
