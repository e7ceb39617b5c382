import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { PublishedTemplate } from '../flows.service';

export class FlowTemplateResponse {
  id: string;

  name: string;

  description: string;

  /** The published version that new automations run. */
  versionId: string;

  version: number;

  /** What starts the flow. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  triggers: object[];

  publishedAt: Date;

  createdAt: Date;
}

export class FlowTemplatePageResponse extends PageOf(FlowTemplateResponse) {}

export function toFlowTemplatePageResponse(page: Page<PublishedTemplate>): FlowTemplatePageResponse {
  return { ...page, items: page.items };
}
