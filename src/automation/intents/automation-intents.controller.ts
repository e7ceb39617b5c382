import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import {
  CreateIntentRequest,
  DescribeIntentRequest,
  IntentListResponse,
  IntentResponse,
  toIntentListResponse,
  toIntentResponse,
} from '../dto/automation-intent.dto';
import { AutomationIntents } from './automation-intents.service';

const NOT_FOUND = { 'not-found': 'AUTOMATION.INTENT_NOT_FOUND: the workspace added no such intent.' };

@ApiTags('Automations')
@Controller('v1/workspaces/:workspaceId/automation-intents')
export class AutomationIntentsController {
  constructor(private readonly intents: AutomationIntents) {}

  @Get()
  @Requires('automations.read')
  @Endpoint({
    summary: 'List all intents that hold in the workspace, by name',
    description: 'Those of the platform and its own; an own one stands in place of the platform’s of the same name.',
    response: IntentListResponse,
  })
  async list(@Ctx() { workspaceId }: RequestContext): Promise<IntentListResponse> {
    return toIntentListResponse(await this.intents.effective(workspaceId));
  }

  @Post()
  @Requires('automations.write')
  @Endpoint({
    summary: 'Add an intent to the workspace',
    status: 201,
    response: IntentResponse,
    errors: { conflict: 'AUTOMATION.INTENT_TAKEN or AUTOMATION.INTENTS_FULL.' },
  })
  async create(@Ctx() context: RequestContext, @Body() request: CreateIntentRequest): Promise<IntentResponse> {
    return toIntentResponse(await this.intents.create(context, context.workspaceId, request));
  }

  @Patch(':intentId')
  @Requires('automations.write')
  @Endpoint({ summary: 'Describe an intent of the workspace anew', response: IntentResponse, errors: NOT_FOUND })
  async describe(
    @Ctx() context: RequestContext,
    @IdParam('intentId') intentId: string,
    @Body() { description }: DescribeIntentRequest,
  ): Promise<IntentResponse> {
    return toIntentResponse(await this.intents.describe(context, context.workspaceId, intentId, description));
  }

  @Delete(':intentId')
  @Requires('automations.write')
  @Endpoint({ summary: 'Remove an intent that the workspace added', status: 204, errors: NOT_FOUND })
  delete(@Ctx() context: RequestContext, @IdParam('intentId') intentId: string): Promise<void> {
    return this.intents.delete(context, context.workspaceId, intentId);
  }
}
