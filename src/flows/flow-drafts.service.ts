import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import { actorIdOf, type Caller, Clock, decodeCursor, newId, type Page, pageOf } from '../shared/kernel';
import { changedContent, type ContentChange, type DraftContent, EMPTY_CONTENT } from './domain/draft/draft-content';
import { fileOf, type FlowFile, parseFile } from './domain/draft/flow-file';
import {
  draftArchived,
  draftChanged,
  draftUnfit,
  fileInvalid,
  flowDraftNotFound,
  flowTemplateNotFound,
  flowVersionNotFound,
} from './flows.errors';
import { type DraftFilter, FlowDraftsRepository, type ListedDraft } from './repositories/flow-drafts.repository';
import { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { DraftStatus, FlowDraftRow } from './schemas/flow-draft.schema';

export interface FlowDraft extends Omit<FlowDraftRow, '_id' | 'content'>, DraftContent {
  id: string;
}

export interface NewDraft extends ContentChange {
  name: string;
  description?: string | undefined;
  /** Publishing the draft makes a new version of this template. */
  templateId?: string | undefined;
}

export interface DraftChange extends ContentChange {
  /** The version that the change was made to. */
  version: number;
  name?: string | undefined;
  description?: string | undefined;
}

/** Working copies of flows, as platform admins keep them. */
@Injectable()
export class FlowDraftsService {
  constructor(
    private readonly drafts: FlowDraftsRepository,
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first, without their content. @throws DomainError CURSOR.INVALID */
  async list(filter: DraftFilter, limit: number, cursor?: string): Promise<Page<ListedDraft>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.drafts.list(filter, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError FLOWS.DRAFT_NOT_FOUND */
  async get(draftId: string): Promise<FlowDraft> {
    return draftOf(await this.drafts.find(draftId));
  }

  /** @throws DomainError FLOWS.DRAFT_UNFIT, FLOWS.TEMPLATE_NOT_FOUND */
  async create(caller: Caller, request: NewDraft): Promise<FlowDraft> {
    const { name, description = '', templateId, ...change } = request;
    const content = changedContent(EMPTY_CONTENT, change);
    if (!content.ok) throw draftUnfit(content.problems);
    if (templateId !== undefined && (await this.templates.findById(templateId)) === null) throw flowTemplateNotFound();
    return this.insert(caller, { name, description, content: content.content, templateId });
  }

  /** A draft of what was published, to make the next version from. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND */
  async createFromVersion(caller: Caller, templateId: string, versionId?: string): Promise<FlowDraft> {
    const template = await this.templates.findById(templateId);
    const version =
      template === null ? null : await this.versions.find(templateId, versionId ?? template.currentVersionId);
    if (template === null) throw flowTemplateNotFound();
    if (version === null) throw flowVersionNotFound();
    const { definition, exposedFields, display, tests } = version;
    const content = { definition, exposedFields, display, tests } as unknown as DraftContent;
    return this.insert(caller, { name: template.name, description: template.description, content, templateId });
  }

  /** Keeps what was sent, right or not; what was not sent stays. @throws DomainError FLOWS.DRAFT_NOT_FOUND, FLOWS.DRAFT_CHANGED, FLOWS.DRAFT_ARCHIVED, FLOWS.DRAFT_UNFIT */
  async save(caller: Caller, draftId: string, change: DraftChange): Promise<FlowDraft> {
    const { version, name, description, ...parts } = change;
    return this.changes.run(caller, async (record) => {
      const before = await this.get(draftId);
      if (before.version !== version) throw draftChanged(before.version);
      if (before.status === 'archived') throw draftArchived();
      const content = changedContent(contentOf(before), parts);
      if (!content.ok) throw draftUnfit(content.problems);
      const after = await this.drafts.update(
        draftId,
        version,
        {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          content: JSON.stringify(content.content),
          ...updatedBy(caller),
        },
        this.clock.now(),
      );
      await record({ action: 'flow-draft.saved', target: draftId, after: { version: version + 1 } });
      return draftOf(after);
    });
  }

  /** Archived, it can be neither changed nor published. @throws DomainError FLOWS.DRAFT_NOT_FOUND */
  async setStatus(caller: Caller, draftId: string, status: DraftStatus): Promise<FlowDraft> {
    return this.changes.run(caller, async (record) => {
      const before = await this.get(draftId);
      if (before.status === status) return before;
      const change = { status, ...updatedBy(caller) };
      const after = await this.drafts.update(draftId, before.version, change, this.clock.now());
      await record({ action: status === 'archived' ? 'flow-draft.archived' : 'flow-draft.restored', target: draftId });
      return draftOf(after);
    });
  }

  /** A copy for another product: it belongs to no template. @throws DomainError FLOWS.DRAFT_NOT_FOUND */
  async duplicate(caller: Caller, draftId: string, name?: string): Promise<FlowDraft> {
    const draft = await this.get(draftId);
    const copy = { name: name ?? `${draft.name} (copy)`.slice(0, 120), description: draft.description };
    return this.insert(caller, { ...copy, content: contentOf(draft) });
  }

  /** @throws DomainError FLOWS.DRAFT_NOT_FOUND */
  async export(draftId: string): Promise<FlowFile> {
    const draft = await this.get(draftId);
    return fileOf({ name: draft.name, description: draft.description, content: contentOf(draft) });
  }

  /** @throws DomainError FLOWS.FILE_INVALID with a field for each thing that is wrong */
  async import(caller: Caller, file: unknown): Promise<FlowDraft> {
    const parsed = parseFile(file);
    if (!parsed.ok) throw fileInvalid(parsed.problems);
    const { name, description, content } = parsed;
    return this.insert(caller, { name, description, content });
  }

  private async insert(
    caller: Caller,
    fresh: { name: string; description: string; content: DraftContent; templateId?: string | undefined },
  ): Promise<FlowDraft> {
    const now = this.clock.now();
    const createdBy = actorIdOf(caller);
    const row: FlowDraftRow = {
      _id: newId(now),
      name: fresh.name,
      description: fresh.description,
      status: 'draft',
      templateId: fresh.templateId ?? null,
      content: JSON.stringify(fresh.content),
      version: 1,
      published: null,
      ...(createdBy === undefined ? {} : { createdBy, updatedBy: createdBy }),
      createdAt: now,
      updatedAt: now,
    };
    await this.changes.run(caller, async (record) => {
      await this.drafts.insert(row);
      const { _id, name, templateId } = row;
      await record({ action: 'flow-draft.created', target: _id, after: { name, templateId } });
    });
    return draftOf(row);
  }
}

export function contentOf({ definition, exposedFields, display, tests }: DraftContent): DraftContent {
  return { definition, exposedFields, display, tests };
}

function draftOf(row: FlowDraftRow | null): FlowDraft {
  if (row === null) throw flowDraftNotFound();
  const { _id, content, ...rest } = row;
  return { id: _id, ...rest, ...(JSON.parse(content) as DraftContent) };
}

function updatedBy(caller: Caller): { updatedBy?: string } {
  const id = actorIdOf(caller);
  return id === undefined ? {} : { updatedBy: id };
}
