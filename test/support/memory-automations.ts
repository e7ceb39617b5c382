import type { AutomationInstancesRepository } from '../../src/automation/repositories/automation-instances.repository';
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

  async list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition) {
    return this.rows
      .filter((row) => row.workspaceId === workspaceId && (after === undefined || row.createdAt < after.at))
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, limit);
  }

  async findById(workspaceId: WorkspaceId, instanceId: string) {
    return this.rows.find((row) => row._id === instanceId && row.workspaceId === workspaceId) ?? null;
  }

  async count(workspaceId: WorkspaceId) {
    return this.rows.filter((row) => row.workspaceId === workspaceId).length;
  }

  async insert(row: AutomationInstanceRow) {
    this.rows.push(row);
  }

  async setActive(workspaceId: WorkspaceId, instanceId: string, isActive: boolean, now: Date) {
    const row = await this.findById(workspaceId, instanceId);
    if (row === null) return null;
    const changed = { ...row, isActive, updatedAt: now, revision: row.revision + 1 };
    this.rows = this.rows.map((it) => (it === row ? changed : it));
    return changed;
  }

  async revisionsOf(workspaceIds: readonly WorkspaceId[]) {
    this.revisionReads.push([...workspaceIds]);
    const sums = new Map<WorkspaceId, number>();
    for (const { workspaceId, revision } of this.rows) {
      if (workspaceIds.includes(workspaceId)) sums.set(workspaceId, (sums.get(workspaceId) ?? 0) + revision);
    }
    return sums;
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
    templateId: 't1',
    templateVersionId: 'v1',
    config: {},
    isActive: true,
    revision: 1,
    createdBy: 'u1',
    createdAt: new Date('2026-01-01'),
    updatedAt: new Date('2026-01-01'),
    ...row,
  };
}
