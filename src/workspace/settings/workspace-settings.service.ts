import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ChangeFeed } from '../../shared/redis';
import { WORKSPACE_GROUPS } from '../domain/settings/groups';
import { SettingsGroup } from '../domain/settings/settings-group';
import { PolledCache } from '../polled-cache';
import { WorkspaceSettingsRepository } from '../repositories/workspace-settings.repository';

export const SETTINGS_CHANGED = 'workspace-settings';

/** Reads the fields that it was registered for, at most a second behind the database. */
export interface SettingsReader<Values> {
  of(workspaceId: WorkspaceId): Promise<Values>;
}

/** Who reads which fields of a group. */
interface Reading {
  group: string;
  by: string;
  fields: readonly string[];
}

/**
 * Settings as the code reads them. A field can be read through a registered reader only, so that it shows which fields
 * nobody reads.
 */
@Injectable()
export class WorkspaceSettings implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly readings: Reading[] = [];
  private readonly cache: PolledCache<WorkspaceId, Awaited<ReturnType<WorkspaceSettingsRepository['groupsOf']>>>;

  constructor(
    private readonly rows: WorkspaceSettingsRepository,
    private readonly feed: ChangeFeed,
    private readonly contributions: Contributions,
    private readonly logger: AppLogger,
    clock: Clock,
  ) {
    contributions.declare(SettingsGroup, 'many');
    for (const group of WORKSPACE_GROUPS) contributions.provide(SettingsGroup, group);
    const source = {
      revisionsOf: (workspaceIds: readonly WorkspaceId[]) => rows.revisionsOf(workspaceIds),
      load: (workspaceId: WorkspaceId) => rows.committedGroupsOf(workspaceId),
    };
    this.cache = new PolledCache(source, clock);
  }

  onApplicationBootstrap(): void {
    const names = this.groups.map(({ name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0) throw new Error(`Settings are contributed more than once: ${twice.join(', ')}.`);
    this.feed.subscribe(SETTINGS_CHANGED, (workspaceId) => this.cache.drop(workspaceId as WorkspaceId));
    this.cache.start((err) => this.logger.event('warn', 'settings not refreshed', { err }));
  }

  onApplicationShutdown(): void {
    this.cache.stop();
  }

  get groups(): readonly SettingsGroup[] {
    return this.contributions.all(SettingsGroup);
  }

  /** Call it when constructed. `by` names the reader: `<domain>.<what>`. */
  reader<Values extends object, Field extends keyof Values & string>(
    group: SettingsGroup<Values>,
    by: string,
    fields: readonly Field[],
  ): SettingsReader<Pick<Values, Field>> {
    const pick = this.picker(group, by, fields);
    return { of: async (workspaceId) => pick(group.valuesOf((await this.cache.of(workspaceId))[group.name])) };
  }

  /** For followers, who are given the values: what takes the fields out of them that the follower is registered for. */
  picker<Values extends object, Field extends keyof Values & string>(
    group: SettingsGroup<Values>,
    by: string,
    fields: readonly Field[],
  ): (values: object) => Pick<Values, Field> {
    this.readings.push({ group: group.name, by, fields });
    return (values) =>
      Object.fromEntries(fields.map((field) => [field, (values as Values)[field]])) as Pick<Values, Field>;
  }

  readersOf(group: string): Reading[] {
    return this.readings.filter((reading) => reading.group === group);
  }

  /** Fields of contributed groups that no code reads, as `group.field`. */
  unread(): string[] {
    return this.groups.flatMap((group) => {
      const read = new Set(this.readersOf(group.name).flatMap(({ fields }) => fields));
      return group.fieldNames.filter((field) => !read.has(field)).map((field) => `${group.name}.${field}`);
    });
  }

  /** After a change was committed. */
  async changed(workspaceId: WorkspaceId): Promise<void> {
    this.cache.drop(workspaceId);
    await this.feed.publish(SETTINGS_CHANGED, workspaceId);
  }

  /** As stored now, past the cache. */
  stored(workspaceId: WorkspaceId): ReturnType<WorkspaceSettingsRepository['groupsOf']> {
    return this.rows.groupsOf(workspaceId);
  }
}
