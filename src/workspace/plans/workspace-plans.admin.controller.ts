import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { UserCaller, WorkspaceId } from '../../shared/kernel';
import { AssignPlanRequest } from '../dto/plan.request';
import { givenFields } from '../dto/given-fields';
import { AssignedPlanResponse } from '../dto/plan.response';
import { WorkspacePlansService } from './workspace-plans.service';

const NOT_FOUND = 'WORKSPACE.NOT_FOUND: no such workspace.';

@ApiTags('Admin')
@Controller('v1/admin/workspaces/:workspaceId/plan')
export class WorkspacePlansAdminController {
  constructor(private readonly plans: WorkspacePlansService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Get the plan of a workspace',
    response: AssignedPlanResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  get(@IdParam('workspaceId') workspaceId: string): Promise<AssignedPlanResponse> {
    return this.plans.get(workspaceId as WorkspaceId);
  }

  @Put()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Give a workspace a tier, and what it has in place of what the tier says',
    response: AssignedPlanResponse,
    errors: {
      'not-found': `${NOT_FOUND}\n\nTIER.NOT_FOUND: no such tier.`,
      conflict: 'TIER.NOT_ACTIVE: the tier cannot be given.',
    },
  })
  assign(
    @CurrentCaller() caller: UserCaller,
    @IdParam('workspaceId') workspaceId: string,
    @Body() { tierId, limits, features }: AssignPlanRequest,
  ): Promise<AssignedPlanResponse> {
    const overrides = {
      ...(limits === undefined ? {} : { limits: givenFields(limits) }),
      ...(features === undefined ? {} : { features: givenFields(features) }),
    };
    return this.plans.assign(caller, workspaceId as WorkspaceId, {
      ...(tierId === undefined ? {} : { tierId }),
      overrides,
    });
  }
}
