import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PlatformAdmin } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import { AiProviderStatusListResponse, AiSpendersQuery, AiSpendersResponse } from '../dto/ai-usage.dto';
import { AiUsage } from './ai-usage.service';

@ApiTags('Admin')
@Controller('v1/admin/ai')
export class AiAdminController {
  constructor(private readonly usage: AiUsage) {}

  @Get('usage')
  @PlatformAdmin()
  @Endpoint({ summary: 'Which workspaces spend most on AI, in a day or a month', response: AiSpendersResponse })
  spenders(@Query() { period, limit }: AiSpendersQuery): Promise<AiSpendersResponse> {
    return this.usage.spenders(period, limit);
  }

  @Get('providers')
  @PlatformAdmin()
  @Endpoint({
    summary: 'The host’s providers of language models, as this process sees them',
    response: AiProviderStatusListResponse,
  })
  status(): AiProviderStatusListResponse {
    return { items: this.usage.status() };
  }
}
