import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '../conversations';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { AutomationInstancesService } from './automation-instances.service';
import { CreateAutomationRequest, ToggleAutomationRequest } from './dto/automation.request';
import {
  AutomationPageResponse,
  AutomationResponse,
  toAutomationPageResponse,
  toAutomationResponse,
} from './dto/automation.response';

@ApiTags('Automations')
@Controller('v1/workspaces/:workspaceId/automation-instances')
export class AutomationInstancesController {
  constructor(private readonly automations: AutomationInstancesService) {}

  @Get()
  @Requires('automations.read')
  @Endpoint({ summary: 'List automations, newest first', response: AutomationPageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<AutomationPageResponse> {
    return toAutomationPageResponse(await this.automations.list(context, limit, cursor));
  }

  @Post()
  @Requires('automations.write')
  @Endpoint({
    summary: 'Activate a published flow template for the workspace',
    status: 201,
    response: AutomationResponse,
    errors: {
      'not-found': 'FLOWS.TEMPLATE_NOT_FOUND: no such published template.',
      invalid: 'AUTOMATION.CONFIG_INVALID: the values do not fit.',
      'rate-limited': 'PLAN.LIMIT_REACHED: the plan allows no more; `limit` and `used` tell more.',
    },
  })
  async create(@Ctx() context: RequestContext, @Body() request: CreateAutomationRequest): Promise<AutomationResponse> {
    const { templateId, name, config } = request;
    return toAutomationResponse(
      await this.automations.create(context, { templateId, name, config: config as JsonObject | undefined }),
    );
  }

  @Patch(':automationId')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Switch an automation on or off',
    response: AutomationResponse,
    errors: { 'not-found': 'AUTOMATION.NOT_FOUND: no such automation in this workspace.' },
  })
  async toggle(
    @Ctx() context: RequestContext,
    @IdParam('automationId') automationId: string,
    @Body() { isActive }: ToggleAutomationRequest,
  ): Promise<AutomationResponse> {
    return toAutomationResponse(await this.automations.setActive(context, automationId, isActive));
  }
}
