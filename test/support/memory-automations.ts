import type {
  AutomationInstancesRepository,
  FollowerMove,
  InstanceFilter,
  InstanceUpdate,
} from '../../src/automation/repositories/automation-instances.repository';
import type { AutomationInstanceRow } from '../../src/automation/schemas/automation-instance.schema';
import type { CursorPosition, WorkspaceId } from '../../src/shared/kernel';
import { ChangeFeed } from '../../src/shared/redis';

type PublicOf<Class> = { [Key in keyof Class]: Class[Key] };

export class MemoryInstances implements PublicOf<AutomationInstancesRepository> {
  rows: AutomationInstanceRow[] = [];
  reads = 0;
  revisionReads: WorkspaceId[][] = [];
  failing = false;

  async listActive(workspaceId: WorkspaceId) {
    this.reads += 1;
    if (this.failing) throw new Error('away');
    return this.rows.filter((row) => row.workspaceId === workspaceId && row.isActive);
  }

  async list(
    workspaceId: WorkspaceId,
    limit: number,
    after?: CursorPosition,
    { isActive, templateId }: InstanceFilter = {},
  ) {
    return this.here(workspaceId)
      .filter((row) => after === undefined || row.createdAt < after.at)
      .filter((row) => isActive === undefined || row.isActive === isActive)
      .filter((row) => templateId === undefined || row.templateId === templateId)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, limit);
  }

  async findById(workspaceId: WorkspaceId, instanceId: string) {
    return this.here(workspaceId).find((row) => row._id === instanceId) ?? null;
  }

  async count(workspaceId: WorkspaceId) {
    return this.here(workspaceId).length;
  }

  async insert(row: AutomationInstanceRow) {
    this.rows.push(row);
  }

  async update(workspaceId: WorkspaceId, instanceId: string, change: InstanceUpdate, now: Date) {
    const row = await this.findById(workspaceId, instanceId);
    return row === null ? null : this.replace(row, change, now);
  }

  async listFollowers(templateId: string) {
    return this.rows.filter(
      (row) => row.templateId === templateId && row.versionPolicy === 'latest' && row.deletedAt === null,
    );
  }

  async moveFollowers(versionId: string, moves: readonly FollowerMove[], now: Date) {
    for (const { follower, problems } of moves) {
      const row = this.rows.find(({ _id }) => _id === follower._id);
      if (row === undefined) throw new Error(`There is no automation ${follower._id}.`);
      const moved = { templateVersionId: versionId, updateBlocked: null };
      this.replace(row, problems.length === 0 ? moved : { updateBlocked: { versionId, problems } }, now);
    }
  }

  async setTemplateArchived(templateId: string, templateArchived: boolean) {
    const rows = this.rows.filter((row) => row.templateId === templateId);
    for (const row of rows) Object.assign(row, { templateArchived, revision: row.revision + 1 });
    return [...new Set(rows.map(({ workspaceId }) => workspaceId))];
  }

  async revisionsOf(workspaceIds: readonly WorkspaceId[]) {
    this.revisionReads.push([...workspaceIds]);
    const sums = new Map<WorkspaceId, number>();
    for (const { workspaceId, revision } of this.rows) {
      if (workspaceIds.includes(workspaceId)) sums.set(workspaceId, (sums.get(workspaceId) ?? 0) + revision);
    }
    return sums;
  }

  private here(workspaceId: WorkspaceId): AutomationInstanceRow[] {
    return this.rows.filter((row) => row.workspaceId === workspaceId && row.deletedAt === null);
  }

  private replace(row: AutomationInstanceRow, change: InstanceUpdate, now: Date): AutomationInstanceRow {
    const rebinds = change.config !== undefined || change.templateVersionId !== undefined;
    const changed = {
      ...row,
      ...change,
      updatedAt: now,
      revision: row.revision + 1,
      configRevision: row.configRevision + (rebinds ? 1 : 0),
    };
    this.rows = this.rows.map((it) => (it === row ? changed : it));
    return changed;
  }
}

export class MemoryChangeFeed extends ChangeFeed {
  readonly published: [string, string][] = [];
  private readonly listeners: [string, (key: string) => void][] = [];

  override async publish(topic: string, key: string): Promise<void> {
    this.published.push([topic, key]);
    for (const [wanted, listener] of this.listeners) if (wanted === topic) listener(key);
  }

  override subscribe(topic: string, listener: (key: string) => void): void {
    this.listeners.push([topic, listener]);
  }
}

export function instanceRow(row: Partial<AutomationInstanceRow> = {}): AutomationInstanceRow {
  return {
    _id: 'i1',
    workspaceId: 'w1' as WorkspaceId,
    name: 'Greeting',
    description: '',
    templateId: 't1',
    templateVersionId: 'v1',
    versionPolicy: 'latest',
    config: {},
    configRevision: 1,
    isActive: true,
    templateArchived: false,
    updateBlocked: null,
    revision: 1,
    createdBy: 'u1',
    deletedAt: null,
    createdAt: new Date('2026-01-01'),
    updatedAt: new Date('2026-01-01'),
    ...row,
  };
}
