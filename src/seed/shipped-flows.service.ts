import { Injectable } from '@nestjs/common';
import { definitionInvalid, FlowChecks, type FlowProblem, FlowsService } from '../flows';
import type { Caller } from '../shared/kernel';
import { SHIPPED_TEMPLATES, type ShippedTemplate } from './templates';
import { contentOfTemplate } from './template-content';

export interface Installation {
  installed: { templateId: string; version: number }[];
  /** Those that need what this system cannot do yet, and what that is. */
  waiting: { templateId: string; missing: string[] }[];
}

/** Publishes the flow products that come with the program. Doing it again changes nothing. */
@Injectable()
export class ShippedFlows {
  constructor(
    private readonly flows: FlowsService,
    private readonly checks: FlowChecks,
  ) {}

  /** @throws DomainError FLOWS.DEFINITION_INVALID, FLOWS.TESTS_FAILED when one of them is not right */
  async install(caller: Caller, templates: readonly ShippedTemplate[] = SHIPPED_TEMPLATES): Promise<Installation> {
    const installation: Installation = { installed: [], waiting: [] };
    for (const template of templates) {
      const { templateId } = template;
      const missing = await this.missingFor(template);
      if (missing.length > 0) installation.waiting.push({ templateId, missing });
      else installation.installed.push({ templateId, version: (await this.flows.publish(caller, template)).version });
    }
    return installation;
  }

  private async missingFor(template: ShippedTemplate): Promise<string[]> {
    const check = await this.checks.check(contentOfTemplate(template));
    if (check.ok) return [];
    const others = check.problems.filter(({ code }) => code !== 'not_available');
    if (others.length > 0) throw definitionInvalid(others);
    return check.problems.map(inWords);
  }
}

function inWords({ nodeId, message }: FlowProblem): string {
  return nodeId === undefined ? message : `${nodeId}: ${message}`;
}
