import type { CursorPosition } from '../../src/shared/kernel';
import type { FlowTemplateVersionsRepository } from '../../src/flows/repositories/flow-template-versions.repository';
import type {
  FlowTemplatesRepository,
  TemplateChange,
  TemplateUpdate,
} from '../../src/flows/repositories/flow-templates.repository';
import type {
  DraftFilter,
  DraftUpdate,
  FlowDraftsRepository,
} from '../../src/flows/repositories/flow-drafts.repository';
import type { FlowDraftRow } from '../../src/flows/schemas/flow-draft.schema';
import type { FlowTemplateVersionRow } from '../../src/flows/schemas/flow-template-version.schema';
import type { FlowTemplateRow, TemplateStatus } from '../../src/flows/schemas/flow-template.schema';

type PublicOf<Class> = { [Key in keyof Class]: Class[Key] };

export class MemoryFlowTemplates implements PublicOf<FlowTemplatesRepository> {
  readonly rows = new Map<string, FlowTemplateRow>();

  async findById(templateId: string): Promise<FlowTemplateRow | null> {
    return this.rows.get(templateId) ?? null;
  }

  async findByIds(templateIds: readonly string[]): Promise<FlowTemplateRow[]> {
    return [...this.rows.values()].filter(({ _id }) => templateIds.includes(_id));
  }

  async listActive(limit: number, after?: CursorPosition): Promise<FlowTemplateRow[]> {
    return this.list({ status: 'active' }, limit, after);
  }

  async list(filter: { status?: TemplateStatus }, limit: number, after?: CursorPosition): Promise<FlowTemplateRow[]> {
    return [...this.rows.values()]
      .filter(({ status }) => filter.status === undefined || status === filter.status)
      .filter(({ createdAt }) => after === undefined || createdAt < after.at)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, limit);
  }

  async save(change: TemplateChange, now: Date): Promise<void> {
    const createdAt = this.rows.get(change._id)?.createdAt ?? now;
    this.rows.set(change._id, { ...change, status: 'active', createdAt, updatedAt: now });
  }

  async update(templateId: string, change: TemplateUpdate, now: Date): Promise<FlowTemplateRow | null> {
    const row = this.rows.get(templateId);
    if (row === undefined) return null;
    const changed = { ...row, ...change, updatedAt: now };
    this.rows.set(templateId, changed);
    return changed;
  }
}

export class MemoryFlowVersions implements PublicOf<FlowTemplateVersionsRepository> {
  readonly rows: FlowTemplateVersionRow[] = [];
  reads = 0;

  async findRunnable(versionId: string) {
    this.reads += 1;
    return this.rows.find(({ _id }) => _id === versionId) ?? null;
  }

  async find(templateId: string, versionId: string) {
    return this.rows.find((row) => row._id === versionId && row.templateId === templateId) ?? null;
  }

  async findSummaries(versionIds: readonly string[]) {
    return this.rows.filter(({ _id }) => versionIds.includes(_id));
  }

  async findDefinitions(versionIds: readonly string[]) {
    return this.findSummaries(versionIds);
  }

  async list(
    templateId: string,
    limit: number,
    { below = Infinity, status }: { below?: number; status?: FlowTemplateVersionRow['status'] },
  ) {
    return this.rows
      .filter((row) => row.templateId === templateId && row.version < below)
      .filter((row) => status === undefined || row.status === status)
      .reverse()
      .slice(0, limit);
  }

  async findLatest(templateId: string) {
    return this.rows.filter((row) => row.templateId === templateId).at(-1) ?? null;
  }

  async namesIntent(value: string): Promise<boolean> {
    return this.rows.some(({ intents, status }) => status === 'published' && intents.includes(value));
  }

  async insert(row: FlowTemplateVersionRow): Promise<boolean> {
    const taken = this.rows.some(({ templateId, version }) => templateId === row.templateId && version === row.version);
    if (!taken) this.rows.push(row);
    return !taken;
  }

  async setStatus(templateId: string, versionId: string, status: FlowTemplateVersionRow['status']): Promise<boolean> {
    const row = await this.find(templateId, versionId);
    if (row !== null) row.status = status;
    return row !== null;
  }
}

export class MemoryFlowDrafts implements PublicOf<FlowDraftsRepository> {
  rows: FlowDraftRow[] = [];

  async find(draftId: string): Promise<FlowDraftRow | null> {
    return this.rows.find(({ _id }) => _id === draftId) ?? null;
  }

  async list({ status, templateId }: DraftFilter, limit: number, after?: CursorPosition): Promise<FlowDraftRow[]> {
    return this.rows
      .filter((row) => status === undefined || row.status === status)
      .filter((row) => templateId === undefined || row.templateId === templateId)
      .filter(({ createdAt }) => after === undefined || createdAt < after.at)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, limit);
  }

  async insert(row: FlowDraftRow): Promise<void> {
    this.rows.push(row);
  }

  async update(draftId: string, version: number, change: DraftUpdate, now: Date): Promise<FlowDraftRow | null> {
    return this.replace(draftId, version, (row) => ({ ...row, ...change, version: version + 1, updatedAt: now }));
  }

  async notePublished(
    draftId: string,
    version: number,
    note: Pick<FlowDraftRow, 'published' | 'templateId'>,
  ): Promise<boolean> {
    return this.replace(draftId, version, (row) => ({ ...row, ...note })) !== null;
  }

  private replace(draftId: string, version: number, change: (row: FlowDraftRow) => FlowDraftRow): FlowDraftRow | null {
    const row = this.rows.find((one) => one._id === draftId && one.version === version);
    if (row === undefined) return null;
    const changed = change(row);
    this.rows = this.rows.map((one) => (one === row ? changed : one));
    return changed;
  }
}
