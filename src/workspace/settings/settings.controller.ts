import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ChangeSettingsRequest } from '../dto/settings.request';
import {
  BusinessCardResponse,
  OnboardingResponse,
  SettingsGroupListResponse,
  SettingsHistoryResponse,
  SettingsListResponse,
  SettingsResponse,
} from '../dto/settings.response';
import { BusinessCards } from './business-card.service';
import { Onboarding } from './onboarding.service';
import { SettingsCatalogue } from './settings-catalogue.service';
import { SettingsService } from './settings.service';

const UNKNOWN = 'SETTINGS.UNKNOWN_GROUP: there is no such group.';

@ApiTags('Settings')
@Controller('v1')
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly catalogue: SettingsCatalogue,
    private readonly onboarding: Onboarding,
    private readonly cards: BusinessCards,
  ) {}

  @Get('settings-groups')
  @Authenticated()
  @Endpoint({
    summary: 'List the groups of settings, with their fields, defaults and readers',
    response: SettingsGroupListResponse,
  })
  listGroups(): SettingsGroupListResponse {
    return { items: this.catalogue.list() };
  }

  @Get('workspaces/:workspaceId/settings')
  @Requires('settings.read')
  @Endpoint({ summary: 'Get all settings of a workspace', response: SettingsListResponse })
  async list(@Ctx() context: RequestContext): Promise<SettingsListResponse> {
    return { items: await this.settings.list(context) };
  }

  @Get('workspaces/:workspaceId/settings/:group')
  @Requires('settings.read')
  @Endpoint({ summary: 'Get a group of settings', response: SettingsResponse, errors: { 'not-found': UNKNOWN } })
  get(@Ctx() context: RequestContext, @IdParam('group') group: string): Promise<SettingsResponse> {
    return this.settings.read(context, group);
  }

  @Patch('workspaces/:workspaceId/settings/:group')
  @Requires('workspace.manage')
  @Endpoint({
    summary: 'Change some fields of a group of settings',
    response: SettingsResponse,
    errors: {
      'not-found': UNKNOWN,
      invalid: 'SETTINGS.INVALID: `errors` names the fields, such as `values.timeZone`.',
      forbidden: 'SETTINGS.READ_ONLY: Parley notes these by itself.',
      conflict: 'SETTINGS.VERSION_CONFLICT: somebody changed the group since `version`.',
    },
  })
  change(
    @Ctx() context: RequestContext,
    @IdParam('group') group: string,
    @Body() request: ChangeSettingsRequest,
  ): Promise<SettingsResponse> {
    return this.settings.update(context, group, request);
  }

  @Get('workspaces/:workspaceId/settings/:group/history')
  @Requires('settings.read')
  @Endpoint({
    summary: 'List earlier versions of a group of settings, newest first',
    description: 'The last 50 are kept.',
    response: SettingsHistoryResponse,
    errors: { 'not-found': UNKNOWN },
  })
  history(
    @Ctx() context: RequestContext,
    @IdParam('group') group: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<SettingsHistoryResponse> {
    return this.settings.history(context, group, limit, cursor);
  }

  @Get('workspaces/:workspaceId/onboarding')
  @Requires('workspace.read')
  @Endpoint({ summary: 'How far the workspace is set up', response: OnboardingResponse })
  progress(@Ctx() { workspaceId }: RequestContext): Promise<OnboardingResponse> {
    return this.onboarding.of(workspaceId);
  }

  @Get('workspaces/:workspaceId/business-card')
  @Requires('settings.read')
  @Endpoint({ summary: 'What customers may be told about the business, as it is now', response: BusinessCardResponse })
  card(@Ctx() { workspaceId }: RequestContext): Promise<BusinessCardResponse> {
    return this.cards.of(workspaceId);
  }
}
