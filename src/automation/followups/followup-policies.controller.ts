import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ChangeFollowupPolicyRequest, CreateFollowupPolicyRequest } from './dto/followup-policy.request';
import { FollowupPolicyListResponse, FollowupPolicyResponse, toPolicyResponse } from './dto/followup-policy.response';
import { newPolicyOf, policyChangeOf } from './dto/wished-policy';
import { FollowupPolicies } from './followup-policies.service';

const NOT_FOUND = { 'not-found': 'FOLLOWUP.POLICY_NOT_FOUND: no such policy in this workspace.' };
const INVALID = { invalid: 'FOLLOWUP.POLICY_INVALID: a field for each thing that does not fit.' };

@ApiTags('Follow-ups')
@Controller('v1/workspaces/:workspaceId/followup-policies')
export class FollowupPoliciesController {
  constructor(private readonly policies: FollowupPolicies) {}

  @Get()
  @Requires('automations.read')
  @Endpoint({ summary: 'List follow-up policies, newest first', response: FollowupPolicyListResponse })
  async list(@Ctx() context: RequestContext): Promise<FollowupPolicyListResponse> {
    return { items: (await this.policies.list(context)).map(toPolicyResponse) };
  }

  @Post()
  @Requires('automations.write')
  @Endpoint({
    summary: 'Add a follow-up policy',
    description: 'Conversations that are there already are planned within a minute or so.',
    status: 201,
    response: FollowupPolicyResponse,
    errors: { ...INVALID, conflict: 'FOLLOWUP.POLICIES_FULL: there are as many as there may be.' },
  })
  async create(
    @Ctx() context: RequestContext,
    @Body() request: CreateFollowupPolicyRequest,
  ): Promise<FollowupPolicyResponse> {
    return toPolicyResponse(await this.policies.create(context, newPolicyOf(request)));
  }

  @Get(':policyId')
  @Requires('automations.read')
  @Endpoint({ summary: 'Get a follow-up policy', response: FollowupPolicyResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('policyId') policyId: string): Promise<FollowupPolicyResponse> {
    return toPolicyResponse(await this.policies.get(context, policyId));
  }

  @Patch(':policyId')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Change a follow-up policy, or switch it on or off',
    description: 'What is absent stays. What is planned already follows within a minute or so.',
    response: FollowupPolicyResponse,
    errors: { ...NOT_FOUND, ...INVALID },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('policyId') policyId: string,
    @Body() request: ChangeFollowupPolicyRequest,
  ): Promise<FollowupPolicyResponse> {
    return toPolicyResponse(await this.policies.change(context, policyId, policyChangeOf(request)));
  }

  @Delete(':policyId')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Delete a follow-up policy',
    description: 'What it has planned is cancelled. What it has sent stays on record.',
    status: 204,
    errors: NOT_FOUND,
  })
  remove(@Ctx() context: RequestContext, @IdParam('policyId') policyId: string): Promise<void> {
    return this.policies.remove(context, policyId);
  }
}
