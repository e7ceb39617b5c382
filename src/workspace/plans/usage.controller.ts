import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { UsageResponse } from '../dto/plan.response';
import { Usage } from './usage.service';

@ApiTags('Plans')
@Controller('v1/workspaces/:workspaceId/usage')
export class UsageController {
  constructor(private readonly usage: Usage) {}

  @Get()
  @Requires('workspace.read')
  @Endpoint({ summary: 'What the workspace may use, and what it has used', response: UsageResponse })
  get(@Ctx() { workspaceId }: RequestContext): Promise<UsageResponse> {
    return this.usage.of(workspaceId);
  }
}
