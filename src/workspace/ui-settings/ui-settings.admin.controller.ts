import { Body, Controller, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { UiSettingsRequest, UiSettingsResponse } from '../dto/ui-settings.dto';
import { UiSettingsService } from './ui-settings.service';

@ApiTags('Admin')
@Controller('v1/admin/ui-settings')
export class UiSettingsAdminController {
  constructor(private readonly settings: UiSettingsService) {}

  @Put()
  @PlatformAdmin()
  @Endpoint({ summary: 'Set how the front-end looks, for everybody', response: UiSettingsResponse })
  replace(@CurrentCaller() caller: UserCaller, @Body() { uiTheme }: UiSettingsRequest): Promise<UiSettingsResponse> {
    return this.settings.replace(caller, { uiTheme });
  }
}
