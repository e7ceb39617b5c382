import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import { type Caller, Clock, Contributions, decodeCursor, type Page, pageOf } from '../shared/kernel';
import { currentVersionStays, flowTemplateNotFound, flowVersionNotFound } from './flows.errors';
import { FlowTemplateVersionsRepository, type VersionSummary } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { FlowTemplateRow, TemplateStatus } from './schemas/flow-template.schema';
import type { FlowTemplateVersionRow } from './schemas/flow-template-version.schema';
import { versionPage } from './version-page';
import { VersionFollowers } from './version-followers.port';

/** Templates and their versions, as platform admins keep them. Nothing of them is ever deleted: automations run them. */
@Injectable()
export class FlowTemplatesService {
  constructor(
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
    private readonly contributions: Contributions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list(filter: { status?: TemplateStatus }, limit: number, cursor?: string): Promise<Page<FlowTemplateRow>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.templates.list(filter, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError FLOWS.TEMPLATE_NOT_FOUND */
  async get(templateId: string): Promise<FlowTemplateRow> {
    return found(await this.templates.findById(templateId));
  }

  /** @throws DomainError FLOWS.TEMPLATE_NOT_FOUND */
  async update(
    caller: Caller,
    templateId: string,
    change: { name?: string; description?: string },
  ): Promise<FlowTemplateRow> {
    return this.changes.run(caller, async (record) => {
      const { name, description } = await this.get(templateId);
      const after = found(await this.templates.update(templateId, change, this.clock.now()));
      await record({
        action: 'flow-template.changed',
        target: templateId,
        before: { name, description },
        after: { name: after.name, description: after.description },
      });
      return after;
    });
  }

  /** Archived, it is in no gallery and its automations rest; sessions that run come to an end. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND */
  async setStatus(caller: Caller, templateId: string, status: TemplateStatus): Promise<FlowTemplateRow> {
    return this.changes.run(caller, async (record) => {
      const before = await this.get(templateId);
      if (before.status === status) return before;
      const after = found(await this.templates.update(templateId, { status }, this.clock.now()));
      await this.contributions.one(VersionFollowers).setArchived(templateId, status === 'archived');
      const action = status === 'archived' ? 'flow-template.archived' : 'flow-template.restored';
      await record({ action, target: templateId });
      return after;
    });
  }

  /** Latest first. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, CURSOR.INVALID */
  async listVersions(templateId: string, limit: number, cursor?: string): Promise<Page<VersionSummary>> {
    await this.get(templateId);
    return versionPage(this.versions, templateId, { limit, cursor });
  }

  /** @throws DomainError FLOWS.VERSION_NOT_FOUND */
  async getVersion(templateId: string, versionId: string): Promise<FlowTemplateVersionRow> {
    const version = await this.versions.find(templateId, versionId);
    if (version === null) throw flowVersionNotFound();
    return version;
  }

  /**
   * An archived version cannot be chosen any more; automations that run it go on.
   * @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND, FLOWS.CURRENT_VERSION
   */
  async setVersionStatus(
    caller: Caller,
    templateId: string,
    versionId: string,
    status: FlowTemplateVersionRow['status'],
  ): Promise<FlowTemplateVersionRow> {
    return this.changes.run(caller, async (record) => {
      const { currentVersionId } = await this.get(templateId);
      if (currentVersionId === versionId && status === 'archived') throw currentVersionStays();
      const before = await this.getVersion(templateId, versionId);
      if (before.status === status) return before;
      await this.versions.setStatus(templateId, versionId, status);
      const action = status === 'archived' ? 'flow-version.archived' : 'flow-version.restored';
      await record({ action, target: versionId });
      return { ...before, status };
    });
  }
}

function found(template: FlowTemplateRow | null): FlowTemplateRow {
  if (template === null) throw flowTemplateNotFound();
  return template;
}
