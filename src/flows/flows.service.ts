import { Injectable } from '@nestjs/common';
import { Clock, decodeCursor, newId, type Page, pageOf, stableId } from '../shared/kernel';
import { CompiledFlowCache } from './compiled-flow-cache';
import type { ChannelLimits } from './domain/compile/channel-limits';
import { type Compilation, compileFlow } from './domain/compile/compile-flow';
import type { CompiledFlow, CompiledTrigger } from './domain/compile/compiled-flow';
import { definitionInvalid, flowTemplateNotFound, flowVersionNotFound, publishConflict } from './flows.errors';
import { FlowTemplateVersionsRepository, type VersionSummary } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { FlowTemplateRow } from './schemas/flow-template.schema';
import type { FlowTemplateVersionRow } from './schemas/flow-template-version.schema';

/** A template as the gallery shows it, with its current version. */
export interface PublishedTemplate {
  id: string;
  name: string;
  description: string;
  versionId: string;
  version: number;
  triggers: CompiledTrigger[];
  publishedAt: Date;
  createdAt: Date;
}

export interface PublishFlow {
  /** Absent for a new template. The same id again makes a new version of it. */
  templateId?: string;
  name: string;
  description?: string;
  /** A flow definition, not yet checked. */
  definition: unknown;
  limits: ChannelLimits;
  publishedBy?: string;
}

const CACHED_FLOWS = 1_000;

@Injectable()
export class FlowsService {
  private readonly compiled: CompiledFlowCache;

  constructor(
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
    private readonly clock: Clock,
  ) {
    this.compiled = new CompiledFlowCache((versionId) => versions.findCompiled(versionId), CACHED_FLOWS);
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

  /** What a session of this version runs; null when it was never published. From memory after the first time. */
  compiledVersion(versionId: string): Promise<CompiledFlow | null> {
    return this.compiled.get(versionId);
  }

  /**
   * Checks the definition and makes it the template's current version. Publishing what is current already changes
   * nothing but name and description, so a repeated call is safe.
   * @throws DomainError FLOWS.DEFINITION_INVALID with a field for every problem, FLOWS.PUBLISH_CONFLICT
   */
  async publish(request: PublishFlow): Promise<PublishedTemplate> {
    const compilation = compileFlow(request.definition, request.limits);
    if (!compilation.ok) throw definitionInvalid(compilation.problems);
    const templateId = request.templateId ?? newId(this.clock.now());
    const currentVersionId = await this.ensureVersion(templateId, compilation, request);
    const { name, description = '', publishedBy } = request;
    const change = { _id: templateId, name, description, currentVersionId, ...definedOnly({ createdBy: publishedBy }) };
    await this.templates.save(change, this.clock.now());
    return this.getPublished(templateId);
  }

  /** The id of the version with this content: the latest one if it is the same, else a new one after it. */
  private async ensureVersion(
    templateId: string,
    { flow, definition }: Extract<Compilation, { ok: true }>,
    { limits, publishedBy }: PublishFlow,
  ): Promise<string> {
    const fingerprint = stableId('flow', JSON.stringify([definition, limits]));
    const latest = await this.versions.findLatest(templateId);
    if (latest?.fingerprint === fingerprint) return latest._id;
    const publishedAt = this.clock.now();
    const version: FlowTemplateVersionRow = {
      _id: newId(publishedAt),
      templateId,
      version: (latest?.version ?? 0) + 1,
      status: 'published',
      compiled: flow,
      definition,
      fingerprint,
      triggers: flow.triggers,
      publishedAt,
      ...definedOnly({ publishedBy }),
    };
    if (!(await this.versions.insert(version))) throw publishConflict();
    return version._id;
  }
}

function definedOnly<Key extends string>(fields: Record<Key, string | undefined>): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<
    Record<Key, string>
  >;
}

function publishedOf(template: FlowTemplateRow, version: VersionSummary | undefined): PublishedTemplate {
  if (version === undefined) throw flowVersionNotFound();
  return {
    id: template._id,
    name: template.name,
    description: template.description,
    versionId: version._id,
    version: version.version,
    triggers: version.triggers,
    publishedAt: version.publishedAt,
    createdAt: template.createdAt,
  };
}
