import type { CursorPosition } from '../../src/shared/kernel';
import type { FlowTemplateVersionsRepository } from '../../src/flows/repositories/flow-template-versions.repository';
import type { FlowTemplatesRepository, TemplateChange } from '../../src/flows/repositories/flow-templates.repository';
import type { FlowTemplateVersionRow } from '../../src/flows/schemas/flow-template-version.schema';
import type { FlowTemplateRow } from '../../src/flows/schemas/flow-template.schema';

type PublicOf<Class> = { [Key in keyof Class]: Class[Key] };

export class MemoryFlowTemplates implements PublicOf<FlowTemplatesRepository> {
  readonly rows = new Map<string, FlowTemplateRow>();

  async findById(templateId: string): Promise<FlowTemplateRow | null> {
    return this.rows.get(templateId) ?? null;
  }

  async listActive(limit: number, after?: CursorPosition): Promise<FlowTemplateRow[]> {
    return [...this.rows.values()]
      .filter(({ status }) => status === 'active')
      .filter(({ createdAt }) => after === undefined || createdAt < after.at)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, limit);
  }

  async save(change: TemplateChange, now: Date): Promise<void> {
    const createdAt = this.rows.get(change._id)?.createdAt ?? now;
    this.rows.set(change._id, { ...change, status: 'active', createdAt, updatedAt: now });
  }
}

export class MemoryFlowVersions implements PublicOf<FlowTemplateVersionsRepository> {
  readonly rows: FlowTemplateVersionRow[] = [];
  compiledReads = 0;

  async findCompiled(versionId: string) {
    this.compiledReads += 1;
    return this.rows.find(({ _id }) => _id === versionId)?.compiled ?? null;
  }

  async findSummaries(versionIds: readonly string[]) {
    return this.rows.filter(({ _id }) => versionIds.includes(_id));
  }

  async findLatest(templateId: string) {
    return this.rows.filter((row) => row.templateId === templateId).at(-1) ?? null;
  }

  async insert(row: FlowTemplateVersionRow): Promise<boolean> {
    const taken = this.rows.some(({ templateId, version }) => templateId === row.templateId && version === row.version);
    if (!taken) this.rows.push(row);
    return !taken;
  }
}
