import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '../../conversations';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { AutomationFigures } from './automation-figures.service';
import { AutomationInstancesService } from './automation-instances.service';
import {
  AutomationsQuery,
  ChooseAutomationVersionRequest,
  ConfigureAutomationRequest,
  CreateAutomationRequest,
  DuplicateAutomationRequest,
  FiguresQuery,
} from '../dto/automation.request';
import {
  AutomationPageResponse,
  AutomationResponse,
  toAutomationPageResponse,
  toAutomationResponse,
} from '../dto/automation.response';
import { AutomationFiguresResponse, toFiguresResponse } from '../dto/figures.response';

const NOT_FOUND = { 'not-found': 'AUTOMATION.NOT_FOUND: no such automation in this workspace.' };
const INVALID = { invalid: 'AUTOMATION.CONFIG_INVALID: a field for each value that does not fit.' };
const FULL = { 'rate-limited': 'PLAN.LIMIT_REACHED: the plan allows no more; `limit` and `used` tell more.' };

/** Checked against the fields of the version, by the service. */
const configOf = ({ config }: { config?: Record<string, unknown> }) => config as JsonObject | undefined;

@ApiTags('Automations')
@Controller('v1/workspaces/:workspaceId/automation-instances')
export class AutomationInstancesController {
  constructor(
    private readonly automations: AutomationInstancesService,
    private readonly figures: AutomationFigures,
  ) {}

  @Get()
  @Requires('automations.read')
  @Endpoint({ summary: 'List automations, newest first', response: AutomationPageResponse })
  async list(
    @Ctx() context: RequestContext,
    @Query() { limit, cursor, ...filter }: AutomationsQuery,
  ): Promise<AutomationPageResponse> {
    return toAutomationPageResponse(await this.automations.list(context, limit, cursor, filter));
  }

  @Post()
  @Requires('automations.write')
  @Endpoint({
    summary: 'Activate a published flow template for the workspace',
    status: 201,
    response: AutomationResponse,
    errors: {
      'not-found': 'FLOWS.TEMPLATE_NOT_FOUND or FLOWS.VERSION_NOT_FOUND: no such published template or version.',
      ...INVALID,
      ...FULL,
    },
  })
  async create(@Ctx() context: RequestContext, @Body() request: CreateAutomationRequest): Promise<AutomationResponse> {
    const created = await this.automations.create(context, { ...request, config: configOf(request) });
    return toAutomationResponse(created);
  }

  @Get(':automationId')
  @Requires('automations.read')
  @Endpoint({ summary: 'Get an automation', response: AutomationResponse, errors: NOT_FOUND })
  async get(
    @Ctx() context: RequestContext,
    @IdParam('automationId') automationId: string,
  ): Promise<AutomationResponse> {
    return toAutomationResponse(await this.automations.get(context, automationId));
  }

  @Patch(':automationId')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Configure an automation, or switch it on or off',
    description: 'What is absent stays. Values are checked against the fields of the version that it runs.',
    response: AutomationResponse,
    errors: { ...NOT_FOUND, ...INVALID },
  })
  async configure(
    @Ctx() context: RequestContext,
    @IdParam('automationId') automationId: string,
    @Body() request: ConfigureAutomationRequest,
  ): Promise<AutomationResponse> {
    const change = { ...request, config: configOf(request) };
    return toAutomationResponse(await this.automations.configure(context, automationId, change));
  }

  @Delete(':automationId')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Delete an automation',
    description: 'What it runs stops at its next event. Its sessions stay on record.',
    status: 204,
    errors: NOT_FOUND,
  })
  remove(@Ctx() context: RequestContext, @IdParam('automationId') automationId: string): Promise<void> {
    return this.automations.remove(context, automationId);
  }

  @Post(':automationId/duplicate')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Copy an automation; the copy is switched off',
    status: 201,
    response: AutomationResponse,
    errors: { ...NOT_FOUND, ...FULL },
  })
  async duplicate(
    @Ctx() context: RequestContext,
    @IdParam('automationId') automationId: string,
    @Body() { name }: DuplicateAutomationRequest,
  ): Promise<AutomationResponse> {
    return toAutomationResponse(await this.automations.duplicate(context, automationId, name));
  }

  @Put(':automationId/version')
  @Requires('automations.write')
  @Endpoint({
    summary: 'Choose the version that an automation runs: the latest one always, or one to stay with',
    description: 'Sessions under way go on as the version says: they finish on theirs, or move.',
    response: AutomationResponse,
    errors: {
      'not-found': 'AUTOMATION.NOT_FOUND, FLOWS.TEMPLATE_NOT_FOUND or FLOWS.VERSION_NOT_FOUND.',
      ...INVALID,
    },
  })
  async chooseVersion(
    @Ctx() context: RequestContext,
    @IdParam('automationId') automationId: string,
    @Body() request: ChooseAutomationVersionRequest,
  ): Promise<AutomationResponse> {
    const choice = { ...request, config: configOf(request) };
    return toAutomationResponse(await this.automations.chooseVersion(context, automationId, choice));
  }

  @Get(':automationId/stats')
  @Requires('automations.read')
  @Endpoint({
    summary: 'What became of the sessions of an automation, as a whole and at each node',
    description: 'Counted from the records of sessions that began in the span of time, at most 366 days.',
    response: AutomationFiguresResponse,
    errors: { ...NOT_FOUND, invalid: 'AUTOMATION.RANGE_INVALID: no span of time, or too long a one.' },
  })
  async stats(
    @Ctx() context: RequestContext,
    @IdParam('automationId') automationId: string,
    @Query() query: FiguresQuery,
  ): Promise<AutomationFiguresResponse> {
    return toFiguresResponse(await this.figures.of(context, automationId, query));
  }
}
