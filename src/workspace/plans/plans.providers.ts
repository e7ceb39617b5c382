import { TiersRepository } from '../repositories/tiers.repository';
import { UsageCountersRepository } from '../repositories/usage-counters.repository';
import { WorkspacePlansRepository } from '../repositories/workspace-plans.repository';
import { TIERS, tierSchema } from '../schemas/tier.schema';
import { USAGE_COUNTERS, usageCounterSchema } from '../schemas/usage-counter.schema';
import { WORKSPACE_PLANS, workspacePlanSchema } from '../schemas/workspace-plan.schema';
import { CountedLimits } from './counted-limits.service';
import { Plans } from './plans.service';
import { ReleaseReservationsJob } from './release-reservations.job';
import { TeamMembers } from './team-members.resource';
import { TiersAdminController } from './tiers.admin.controller';
import { TiersService } from './tiers.service';
import { UsageController } from './usage.controller';
import { Usage } from './usage.service';
import { WorkspacePlansAdminController } from './workspace-plans.admin.controller';
import { WorkspacePlansService } from './workspace-plans.service';

export const PLANS_MODELS = [
  { name: TIERS, schema: tierSchema },
  { name: WORKSPACE_PLANS, schema: workspacePlanSchema },
  { name: USAGE_COUNTERS, schema: usageCounterSchema },
];

export const PLANS_CONTROLLERS = [UsageController, TiersAdminController, WorkspacePlansAdminController];

export const PLANS_PROVIDERS = [
  TiersRepository,
  WorkspacePlansRepository,
  UsageCountersRepository,
  Plans,
  CountedLimits,
  Usage,
  TiersService,
  WorkspacePlansService,
  TeamMembers,
  ReleaseReservationsJob,
];
