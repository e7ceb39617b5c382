import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import type { ContactChanges } from '../domain/contact-changes';
import { type ContactRules, DEFAULT_RULES } from '../domain/contact-rules';
import { ContactFieldsRepository } from '../repositories/contact-fields.repository';
import { PipelinesRepository } from '../repositories/pipelines.repository';

/** What the workspace has declared: its stages and its custom fields. */
@Injectable()
export class ContactRulebook {
  constructor(
    private readonly pipelines: PipelinesRepository,
    private readonly fields: ContactFieldsRepository,
  ) {}

  /** As much of it as these changes touch: at most one command for stages and one for fields. */
  async rulesFor(workspaceId: WorkspaceId, { set = {} }: ContactChanges): Promise<ContactRules> {
    return {
      stages: set.stage === undefined ? DEFAULT_RULES.stages : await this.stagesOf(workspaceId),
      fields: Object.keys(set.fields ?? {}).length === 0 ? DEFAULT_RULES.fields : await this.fieldsOf(workspaceId),
    };
  }

  async all(workspaceId: WorkspaceId): Promise<ContactRules> {
    return { stages: await this.stagesOf(workspaceId), fields: await this.fieldsOf(workspaceId) };
  }

  private async stagesOf(workspaceId: WorkspaceId): Promise<readonly string[]> {
    const pipelines = await this.pipelines.list(workspaceId);
    return pipelines.flatMap(({ stages }) => stages.map(({ key }) => key));
  }

  private async fieldsOf(workspaceId: WorkspaceId): Promise<ContactRules['fields']> {
    const fields = await this.fields.list(workspaceId);
    return new Map(fields.map((field) => [field.key, field]));
  }
}
