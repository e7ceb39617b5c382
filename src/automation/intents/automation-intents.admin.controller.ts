import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import {
  CreateIntentRequest,
  DescribeIntentRequest,
  IntentListResponse,
  IntentResponse,
  toIntentListResponse,
  toIntentResponse,
} from '../dto/automation-intent.dto';
import { PLATFORM } from '../domain/intent-scope';
import { AutomationIntents } from './automation-intents.service';

const NOT_FOUND = { 'not-found': 'AUTOMATION.INTENT_NOT_FOUND: no such intent.' };

@ApiTags('Admin')
@Controller('v1/admin/automation-intents')
export class AutomationIntentsAdminController {
  constructor(private readonly intents: AutomationIntents) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List the intents that every workspace has, by name', response: IntentListResponse })
  async list(): Promise<IntentListResponse> {
    return toIntentListResponse(await this.intents.list(PLATFORM));
  }

  @Post()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Add an intent for every workspace',
    status: 201,
    response: IntentResponse,
    errors: { conflict: 'AUTOMATION.INTENT_TAKEN or AUTOMATION.INTENTS_FULL.' },
  })
  async create(@CurrentCaller() caller: UserCaller, @Body() request: CreateIntentRequest): Promise<IntentResponse> {
    return toIntentResponse(await this.intents.create(caller, PLATFORM, request));
  }

  @Patch(':intentId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Describe an intent anew, for every workspace', response: IntentResponse, errors: NOT_FOUND })
  async describe(
    @CurrentCaller() caller: UserCaller,
    @IdParam('intentId') intentId: string,
    @Body() { description }: DescribeIntentRequest,
  ): Promise<IntentResponse> {
    return toIntentResponse(await this.intents.describe(caller, PLATFORM, intentId, description));
  }

  @Delete(':intentId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Remove an intent that no published flow asks for',
    status: 204,
    errors: { ...NOT_FOUND, conflict: 'AUTOMATION.INTENT_IN_USE: archive the versions that ask for it first.' },
  })
  delete(@CurrentCaller() caller: UserCaller, @IdParam('intentId') intentId: string): Promise<void> {
    return this.intents.delete(caller, PLATFORM, intentId);
  }
}
