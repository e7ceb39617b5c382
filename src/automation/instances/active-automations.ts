import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { ChangeFeed } from '../../shared/redis';
import { ScheduledJob } from '../../shared/schedule';
import { demoMode, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { type ActiveSet, activeSet, NOTHING_ACTIVE } from '../domain/active-instance';
import { AutomationInstancesRepository } from '../repositories/automation-instances.repository';
import { RunnableFlows } from './runnable-flows';
import type { AutomationInstanceRow } from '../schemas/automation-instance.schema';

export const AUTOMATIONS_CHANGED = 'automations';

const POLL_MS = 1_000;
/** A snapshot that no poll has confirmed for so long is read again: the poll may have stopped. */
const TRUSTED_MS = 5_000;
const FORGOTTEN_MS = 10 * 60 * 1_000;

/** The automations of a workspace that are on, with an index over their triggers. */
export interface ActiveAutomationSet extends ActiveSet {
  /** By automation. */
  rows: ReadonlyMap<string, AutomationInstanceRow>;
}

const NOTHING: ActiveAutomationSet = { ...NOTHING_ACTIVE, rows: new Map() };

interface Entry {
  context: Promise<ActiveAutomationSet>;
  /** Read before the instances, so it can only be too old; absent while reading. */
  revision?: number;
  /** By the monotonic clock. */
  confirmedAt: number;
  usedAt: number;
}

/**
 * The active automations of the workspaces at work, in memory, with one trigger index each: whatever changes, another is
 * built and takes its place. A hint from the process that changed something drops
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
    private readonly flows: RunnableFlows,
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
  async of(workspaceId: WorkspaceId): Promise<ActiveAutomationSet> {
    if (await this.isDemo(workspaceId)) return NOTHING;
    const now = this.clock.monotonic();
    const entry = this.entries.get(workspaceId);
    if (entry === undefined || now - entry.confirmedAt > TRUSTED_MS) return this.readEntry(workspaceId);
    entry.usedAt = now;
    return entry.context;
  }

  /** As the database has it now. In demo mode nothing is active. */
  async read(workspaceId: WorkspaceId): Promise<ActiveAutomationSet> {
    return (await this.isDemo(workspaceId)) ? NOTHING : this.readEntry(workspaceId);
  }

  private readEntry(workspaceId: WorkspaceId): Promise<ActiveAutomationSet> {
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

  private async load(workspaceId: WorkspaceId, onRevision: (revision: number) => void): Promise<ActiveAutomationSet> {
    const revisions = await this.instances.revisionsOf([workspaceId]);
    // An archived template rests: what it ran ends, and it starts nothing.
    const rows = (await this.instances.listActive(workspaceId)).filter(({ templateArchived }) => !templateArchived);
    const instances = await Promise.all(rows.map((row) => this.flows.activeInstance(row)));
    onRevision(revisions.get(workspaceId) ?? 0);
    return { ...activeSet(instances), rows: new Map(rows.map((row) => [row._id, row])) };
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
