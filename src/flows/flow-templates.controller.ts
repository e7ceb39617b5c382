import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../shared/auth';
import { Endpoint, PageQuery } from '../shared/http';
import { FlowTemplatePageResponse, toFlowTemplatePageResponse } from './dto/flow-template.response';
import { FlowsService } from './flows.service';

@ApiTags('Flows')
@Controller('v1/flow-templates')
export class FlowTemplatesController {
  constructor(private readonly flows: FlowsService) {}

  @Get()
  @Authenticated()
  @Endpoint({ summary: 'List published flow templates, newest first', response: FlowTemplatePageResponse })
  async list(@Query() { limit, cursor }: PageQuery): Promise<FlowTemplatePageResponse> {
    return toFlowTemplatePageResponse(await this.flows.listPublished(limit, cursor));
  }
}
