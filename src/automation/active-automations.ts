import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CompiledFlow, FlowsService } from '../flows';
import { Clock, Contributions, type WorkspaceId } from '../shared/kernel';
import { ChangeFeed } from '../shared/redis';
import { ScheduledJob } from '../shared/schedule';
import { demoMode, type SettingsReader, WorkspaceSettings } from '../workspace';
import type { ActiveInstance, AutomationContext } from './domain/active-instance';
import { AutomationInstancesRepository } from './repositories/automation-instances.repository';
import type { AutomationInstanceRow } from './schemas/automation-instance.schema';

export const AUTOMATIONS_CHANGED = 'automations';

const POLL_MS = 1_000;
/** A snapshot that no poll has confirmed for so long is read again: the poll may have stopped. */
const TRUSTED_MS = 5_000;
const FORGOTTEN_MS = 10 * 60 * 1_000;

const NOTHING: AutomationContext = { instances: [], flows: new Map() };

interface Entry {
  context: Promise<AutomationContext>;
  /** Read before the instances, so it can only be too old; absent while reading. */
  revision?: number;
  /** By the monotonic clock. */
  confirmedAt: number;
  usedAt: number;
}

/**
 * The active automations of the workspaces at work, in memory. A hint from the process that changed something drops
 * them at once; the poll, which compares revisions each second, is the truth when the hint is lost.
 */
@Injectable()
export class ActiveAutomations extends ScheduledJob implements OnModuleInit {
  readonly name = 'poll-automations';
  readonly scope = 'process' as const;
  readonly everyMs = POLL_MS;
  private readonly entries = new Map<WorkspaceId, Entry>();
  private readonly demo: SettingsReader<{ enabled: boolean }>;

  constructor(
    private readonly instances: AutomationInstancesRepository,
    private readonly flows: FlowsService,
    private readonly changes: ChangeFeed,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
    settings: WorkspaceSettings,
  ) {
    super();
    this.demo = settings.reader(demoMode, 'automation.active-automations', ['enabled']);
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
    this.changes.subscribe(AUTOMATIONS_CHANGED, (workspaceId) => this.entries.delete(workspaceId as WorkspaceId));
  }

  /** At most a poll's interval behind the database; reads it on first use. */
  async of(workspaceId: WorkspaceId): Promise<AutomationContext> {
    if (await this.isDemo(workspaceId)) return NOTHING;
    const now = this.clock.monotonic();
    const entry = this.entries.get(workspaceId);
    if (entry === undefined || now - entry.confirmedAt > TRUSTED_MS) return this.readEntry(workspaceId);
    entry.usedAt = now;
    return entry.context;
  }

  /** As the database has it now. In demo mode nothing is active. */
  async read(workspaceId: WorkspaceId): Promise<AutomationContext> {
    return (await this.isDemo(workspaceId)) ? NOTHING : this.readEntry(workspaceId);
  }

  private readEntry(workspaceId: WorkspaceId): Promise<AutomationContext> {
    const now = this.clock.monotonic();
    const entry: Entry = {
      context: this.load(workspaceId, (revision) => (entry.revision = revision)),
      confirmedAt: now,
      usedAt: now,
    };
    this.entries.set(workspaceId, entry);
    return entry.context.catch((error: unknown) => {
      this.drop(workspaceId, entry);
      throw error;
    });
  }

  /** One poll: confirms what is unchanged and drops the rest. */
  async run(): Promise<void> {
    const startedAt = this.clock.monotonic();
    const polled = [...this.entries].filter(([workspaceId, entry]) => !this.forget(workspaceId, entry, startedAt));
    if (polled.length === 0) return;
    const revisions = await this.instances.revisionsOf(polled.map(([workspaceId]) => workspaceId));
    for (const [workspaceId, entry] of polled) {
      if (entry.revision === undefined) continue;
      if (entry.revision === (revisions.get(workspaceId) ?? 0)) entry.confirmedAt = startedAt;
      else this.drop(workspaceId, entry);
    }
  }

  private async isDemo(workspaceId: WorkspaceId): Promise<boolean> {
    return (await this.demo.of(workspaceId)).enabled;
  }

  private async load(workspaceId: WorkspaceId, onRevision: (revision: number) => void): Promise<AutomationContext> {
    const revisions = await this.instances.revisionsOf([workspaceId]);
    const rows = await this.instances.listActive(workspaceId);
    const flows = new Map(await Promise.all(rows.map((row) => this.flowOf(row))));
    onRevision(revisions.get(workspaceId) ?? 0);
    return { instances: rows.map((row) => activeOf(row, flows.get(row.templateVersionId) ?? null)), flows };
  }

  private async flowOf({ templateVersionId }: AutomationInstanceRow): Promise<[string, CompiledFlow | null]> {
    return [templateVersionId, await this.flows.compiledVersion(templateVersionId)];
  }

  private forget(workspaceId: WorkspaceId, entry: Entry, now: number): boolean {
    const forgotten = now - entry.usedAt > FORGOTTEN_MS;
    if (forgotten) this.drop(workspaceId, entry);
    return forgotten;
  }

  /** Not when another read has replaced the entry meanwhile. */
  private drop(workspaceId: WorkspaceId, entry: Entry): void {
    if (this.entries.get(workspaceId) === entry) this.entries.delete(workspaceId);
  }
}

function activeOf(row: AutomationInstanceRow, flow: CompiledFlow | null): ActiveInstance {
  return {
    id: row._id,
    templateId: row.templateId,
    versionId: row.templateVersionId,
    config: row.config,
    triggers: flow?.triggers ?? [],
  };
}
