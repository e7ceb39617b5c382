import { ActiveFollowups } from './active-followups';
import { FollowupForecasts } from './followup-forecast.service';
import { FollowupJournal } from './followup-journal.service';
import { FollowupJudge } from './followup-judge.service';
import { FollowupPolicies } from './followup-policies.service';
import { FollowupPoliciesController } from './followup-policies.controller';
import { FollowupPreview } from './followup-preview.service';
import { FollowupRetention } from './followup-retention';
import { FollowupTexts } from './followup-texts';
import { FollowupsController } from './followups.controller';
import { Followups } from './followups.service';
import { JudgeFollowupExecutor } from './judge-followup.executor';
import { FollowupPoliciesRepository } from './repositories/followup-policies.repository';
import { FollowupTasksRepository } from './repositories/followup-tasks.repository';
import { FOLLOWUP_POLICIES, followupPolicySchema } from './schemas/followup-policy.schema';
import { FOLLOWUP_TASKS, followupTaskSchema } from './schemas/followup-task.schema';
import { SettleFollowups } from './settle-followups.job';
import { SpreadFollowupPolicies } from './spread-followup-policies.job';

/** Parts of the automation module. */
export const FOLLOWUP_MODELS = [
  { name: FOLLOWUP_POLICIES, schema: followupPolicySchema },
  { name: FOLLOWUP_TASKS, schema: followupTaskSchema },
];
export const FOLLOWUP_CONTROLLERS = [FollowupPoliciesController, FollowupsController];
export const FOLLOWUP_PROVIDERS = [
  FollowupPoliciesRepository,
  FollowupTasksRepository,
  ActiveFollowups,
  FollowupTexts,
  FollowupJudge,
  JudgeFollowupExecutor,
  FollowupJournal,
  FollowupPolicies,
  Followups,
  FollowupForecasts,
  FollowupPreview,
  SettleFollowups,
  SpreadFollowupPolicies,
  FollowupRetention,
];
