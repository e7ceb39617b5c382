import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { AssistantConfigRequest, AssistantConfigResponse } from '../dto/assistant.dto';
import { AssistantConfigs } from './assistant-config.service';

@ApiTags('Admin')
@Controller('v1/admin/assistant')
export class AssistantAdminController {
  constructor(private readonly configs: AssistantConfigs) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'Get name and instructions of the help assistant', response: AssistantConfigResponse })
  get(): Promise<AssistantConfigResponse> {
    return this.configs.read();
  }

  @Put()
  @PlatformAdmin()
  @Endpoint({ summary: 'Set name and instructions of the help assistant', response: AssistantConfigResponse })
  replace(
    @CurrentCaller() caller: UserCaller,
    @Body() { assistantName, assistantDescription, systemPrompt }: AssistantConfigRequest,
  ): Promise<AssistantConfigResponse> {
    return this.configs.replace(caller, { assistantName, assistantDescription, systemPrompt });
  }
}
