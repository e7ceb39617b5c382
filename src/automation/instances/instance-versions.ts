import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../conversations';
import { bindConfig, flowVersionNotFound, FlowsService, type RunnableVersion, validateConfig } from '../../flows';
import { configInvalid } from '../automation.errors';

/** Which versions automations may run, with which values. */
@Injectable()
export class InstanceVersions {
  constructor(private readonly flows: FlowsService) {}

  /** Published, of a published template: the current one unless told otherwise. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND */
  async choose(templateId: string, versionId?: string): Promise<RunnableVersion> {
    const { versionId: current } = await this.flows.getPublished(templateId);
    if (versionId !== undefined && versionId !== current) await this.flows.getVersion(templateId, versionId);
    return this.get(versionId ?? current);
  }

  /** @throws DomainError FLOWS.VERSION_NOT_FOUND */
  async get(versionId: string): Promise<RunnableVersion> {
    const version = await this.flows.runnableVersion(versionId);
    if (version === null) throw flowVersionNotFound();
    return version;
  }

  /** @throws DomainError AUTOMATION.CONFIG_INVALID with a field for each value that does not fit */
  requireFit({ flow, exposedFields }: RunnableVersion, config: JsonObject): void {
    const problems = validateConfig(exposedFields, config);
    if (problems.length > 0) throw configInvalid(problems);
    const bound = bindConfig(flow, exposedFields, config);
    if (!bound.ok) throw configInvalid(bound.problems);
  }
}
