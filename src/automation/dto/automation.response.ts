import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { AutomationInstance } from '../automation-instances.service';

export class AutomationResponse {
  id: string;

  name: string;

  templateId: string;

  templateVersionId: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  config: object;

  isActive: boolean;

  /** How often it ran, and how that ended. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  stats: object;

  createdAt: Date;

  updatedAt: Date;
}

export class AutomationPageResponse extends PageOf(AutomationResponse) {}

export function toAutomationResponse(automation: AutomationInstance): AutomationResponse {
  return automation;
}

export function toAutomationPageResponse(page: Page<AutomationInstance>): AutomationPageResponse {
  return { ...page, items: page.items.map(toAutomationResponse) };
}
