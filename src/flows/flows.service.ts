import { Injectable } from '@nestjs/common';
import { type Caller, decodeCursor, type Page, pageOf } from '../shared/kernel';
import { versionPage } from './version-page';
import { isRunnable, type RunnableVersion, runnableOf } from './runnable-version';
import { CompiledFlowCache } from './compiled-flow-cache';
import type { CompiledFlow } from './domain/compile/compiled-flow';
import { changedContent, EMPTY_CONTENT } from './domain/draft/draft-content';
import type { RunningSessions } from './domain/draft/running-sessions';
import { FlowChecks } from './flow-checks.service';
import { FlowPublishing } from './flow-publishing.service';
import { draftUnfit, flowTemplateNotFound, flowVersionNotFound } from './flows.errors';
import { FlowTemplateVersionsRepository, type VersionSummary } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { FlowTemplateRow } from './schemas/flow-template.schema';

/** A template as the gallery shows it, with its current version. */
export interface PublishedTemplate extends Omit<VersionSummary, '_id' | 'templateId' | 'status'> {
  id: string;
  name: string;
  description: string;
  versionId: string;
  createdAt: Date;
}

export interface PublishFlow {
  /** Absent for a new template. The same id again makes a new version of it. */
  templateId?: string | undefined;
  name: string;
  description?: string | undefined;
  /** A flow definition, not yet checked; as are the parts below. */
  definition: unknown;
  exposedFields?: unknown;
  display?: unknown;
  tests?: unknown;
  label?: string | undefined;
  notes?: string | undefined;
  runningSessions?: RunningSessions | undefined;
}

const CACHED_FLOWS = 1_000;

/** Published flows, for whoever runs or shows them. */
@Injectable()
export class FlowsService {
  private readonly runnable: CompiledFlowCache<RunnableVersion>;

  constructor(
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
    private readonly publishing: FlowPublishing,
    private readonly checks: FlowChecks,
  ) {
    this.runnable = new CompiledFlowCache((versionId) => this.load(versionId), CACHED_FLOWS);
  }

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async listPublished(limit: number, cursor?: string): Promise<Page<PublishedTemplate>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const page = pageOf(await this.templates.listActive(limit + 1, after), limit, ({ createdAt, _id }) => ({
      at: createdAt,
      id: _id,
    }));
    const summaries = await this.versions.findSummaries(page.items.map(({ currentVersionId }) => currentVersionId));
    const byId = new Map(summaries.map((summary) => [summary._id, summary]));
    return { ...page, items: page.items.map((template) => publishedOf(template, byId.get(template.currentVersionId))) };
  }

  /** @throws DomainError FLOWS.TEMPLATE_NOT_FOUND when there is none, or it is archived */
  async getPublished(templateId: string): Promise<PublishedTemplate> {
    const template = await this.templates.findById(templateId);
    if (template?.status !== 'active') throw flowTemplateNotFound();
    const [version] = await this.versions.findSummaries([template.currentVersionId]);
    return publishedOf(template, version);
  }

  /** Versions of a published template that automations may run, latest first. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, CURSOR.INVALID */
  async listVersions(templateId: string, limit: number, cursor?: string): Promise<Page<VersionSummary>> {
    await this.getPublished(templateId);
    return versionPage(this.versions, templateId, { limit, cursor, status: 'published' });
  }

  /** @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND */
  async getVersion(templateId: string, versionId: string): Promise<VersionSummary> {
    await this.getPublished(templateId);
    const [version] = await this.versions.findSummaries([versionId]);
    if (version?.templateId !== templateId || version.status !== 'published') throw flowVersionNotFound();
    return version;
  }

  /** What a session of this version runs; null when it was never published, or this release cannot read it. From memory after the first time. */
  async compiledVersion(versionId: string): Promise<CompiledFlow | null> {
    return (await this.runnable.get(versionId))?.flow ?? null;
  }

  /** As `compiledVersion`, with the version's fields. */
  runnableVersion(versionId: string): Promise<RunnableVersion | null> {
    return this.runnable.get(versionId);
  }

  private async load(versionId: string): Promise<RunnableVersion | null> {
    const row = await this.versions.findRunnable(versionId);
    if (row === null || isRunnable(row)) return row === null ? null : runnableOf(row);
    const whole = await this.versions.find(row.templateId, versionId);
    const compiled = whole === null ? null : this.checks.compileAgain(whole);
    return compiled === null ? null : runnableOf({ ...row, compiled });
  }

  /** Whether a published flow asks for the intent. */
  namesIntent(value: string): Promise<boolean> {
    return this.versions.namesIntent(value);
  }

  /**
   * Checks a flow and makes it the template's current version. Publishing what is current already changes nothing but
   * name and description, so a repeated call is safe.
   * @throws DomainError FLOWS.DRAFT_UNFIT, FLOWS.DEFINITION_INVALID, FLOWS.TESTS_FAILED, FLOWS.PUBLISH_CONFLICT
   */
  async publish(caller: Caller, request: PublishFlow): Promise<PublishedTemplate> {
    const { definition, exposedFields, display, tests, ...rest } = request;
    const parsed = changedContent(EMPTY_CONTENT, { definition, exposedFields, display, tests });
    if (!parsed.ok) throw draftUnfit(parsed.problems);
    const { description = '' } = rest;
    const { templateId } = await this.publishing.publish(caller, { ...rest, description, content: parsed.content });
    return this.getPublished(templateId);
  }
}

function publishedOf(template: FlowTemplateRow, version: VersionSummary | undefined): PublishedTemplate {
  if (version === undefined) throw flowVersionNotFound();
  const { _id, templateId, status: _status, ...shown } = version;
  const { name, description, createdAt } = template;
  return { ...shown, id: templateId, name, description, versionId: _id, createdAt };
}
