import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { OwnProviderRequest, OwnProviderResponse, ProviderProbeResponse } from '../dto/ai-provider.dto';
import { AiOverviewResponse, AiUsageQuery, AiUsageReportResponse } from '../dto/ai-usage.dto';
import { AiUsage } from './ai-usage.service';
import { OwnProviders } from './own-provider.service';

const NOT_FOUND = { 'not-found': 'AI.PROVIDER_NOT_FOUND: the workspace has none of its own.' };

@ApiTags('AI')
@Controller('v1/workspaces/:workspaceId/ai')
export class AiController {
  constructor(
    private readonly usage: AiUsage,
    private readonly providers: OwnProviders,
  ) {}

  @Get()
  @Requires('settings.read')
  @Endpoint({ summary: 'What AI can do here, what it may cost and what it has cost', response: AiOverviewResponse })
  overview(@Ctx() { workspaceId }: RequestContext): Promise<AiOverviewResponse> {
    return this.usage.overview(workspaceId);
  }

  @Get('usage')
  @Requires('settings.read')
  @Endpoint({
    summary: 'What AI has cost, by day, purpose, model, flow, goal, node or conversation',
    description: 'Conversations and nodes are kept for 90 days.',
    response: AiUsageReportResponse,
    errors: { invalid: 'AI.RANGE_INVALID: the days do not make a range.' },
  })
  report(@Ctx() { workspaceId }: RequestContext, @Query() query: AiUsageQuery): Promise<AiUsageReportResponse> {
    return this.usage.report(workspaceId, query);
  }

  @Get('provider')
  @Requires('settings.read')
  @Endpoint({
    summary: 'Get the workspace’s own provider of language models',
    response: OwnProviderResponse,
    errors: NOT_FOUND,
  })
  get(@Ctx() context: RequestContext): Promise<OwnProviderResponse> {
    return this.providers.get(context);
  }

  @Put('provider')
  @Requires('workspace.manage')
  @Endpoint({
    summary: 'Use an own provider of language models in place of the host’s',
    response: OwnProviderResponse,
    errors: {
      invalid:
        'AI.PROVIDER_INVALID: `errors` says what is wrong with the address.\n\nAI.KEY_NEEDED: a stored key is not taken to another address.',
    },
  })
  set(@Ctx() context: RequestContext, @Body() request: OwnProviderRequest): Promise<OwnProviderResponse> {
    return this.providers.set(context, request);
  }

  @Delete('provider')
  @Requires('workspace.manage')
  @Endpoint({ summary: 'Go back to the host’s provider', status: 204, errors: NOT_FOUND })
  remove(@Ctx() context: RequestContext): Promise<void> {
    return this.providers.remove(context);
  }

  @Post('provider/test')
  @Requires('workspace.manage')
  @Endpoint({
    summary: 'Ask the provider of the workspace for one word',
    description: 'Costs a few tokens, which are counted.',
    response: ProviderProbeResponse,
  })
  probe(@Ctx() context: RequestContext): Promise<ProviderProbeResponse> {
    return this.providers.probe(context);
  }
}
