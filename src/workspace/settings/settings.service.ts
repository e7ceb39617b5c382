import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import {
  actorIdOf,
  Clock,
  Contributions,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type WorkspaceId,
} from '../../shared/kernel';
import type { SettingsGroup } from '../domain/settings/settings-group';
import { WorkspaceSettingsRepository } from '../repositories/workspace-settings.repository';
import type { SettingsHistoryRow } from '../schemas/settings-history.schema';
import type { StoredGroup } from '../schemas/workspace-settings.schema';
import { settingsInvalid, settingsReadOnly, settingsVersionConflict, unknownSettings } from '../workspace.errors';
import { SettingsFollower } from './settings-follower.port';
import { WorkspaceSettings } from './workspace-settings.service';

const KEPT_VERSIONS = 50;

export interface ShownSettings {
  group: string;
  /** 0 while nobody has set anything. */
  version: number;
  values: object;
  updatedAt?: Date;
  updatedBy?: string;
}

export interface SettingsChange {
  values: Readonly<Record<string, unknown>>;
  /** The version that the caller has seen; absent to change whatever is there. */
  version?: number;
}

export type SettingsVersion = Pick<SettingsHistoryRow, 'version' | 'values' | 'changedBy' | 'at'>;

/** Settings as members see and change them. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly settings: WorkspaceSettings,
    private readonly rows: WorkspaceSettingsRepository,
    private readonly contributions: Contributions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {
    contributions.declare(SettingsFollower, 'many');
  }

  async list({ workspaceId }: RequestContext): Promise<ShownSettings[]> {
    const stored = await this.settings.stored(workspaceId);
    return this.settings.groups.map((group) => shown(group, stored[group.name]));
  }

  /** @throws DomainError SETTINGS.UNKNOWN_GROUP. */
  async read({ workspaceId }: RequestContext, name: string): Promise<ShownSettings> {
    const group = this.groupOf(name);
    return shown(group, (await this.settings.stored(workspaceId))[name]);
  }

  /** @throws DomainError SETTINGS.UNKNOWN_GROUP, SETTINGS.INVALID, SETTINGS.READ_ONLY, SETTINGS.VERSION_CONFLICT. */
  async update(context: RequestContext, name: string, change: SettingsChange): Promise<ShownSettings> {
    const group = this.groupOf(name);
    if (group.definition.readOnly) throw settingsReadOnly();
    const { workspaceId } = context;
    const after = await this.save(context, group, change).catch((error: unknown) => {
      // The first settings of a workspace, written twice at once: now the row is there.
      if (isDuplicateKey(error)) return this.save(context, group, change);
      throw error;
    });
    await this.settings.changed(workspaceId);
    for (const follower of this.followersOf(name)) await follower.announce(workspaceId);
    return shown(group, after);
  }

  /** Newest first. @throws DomainError SETTINGS.UNKNOWN_GROUP, CURSOR.INVALID. */
  async history(
    { workspaceId }: RequestContext,
    name: string,
    limit: number,
    cursor?: string,
  ): Promise<Page<SettingsVersion>> {
    this.groupOf(name);
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.rows.listHistory(workspaceId, name, limit + 1, after);
    const page = pageOf(rows, limit, ({ at, _id }) => ({ at, id: _id }));
    return { ...page, items: page.items.map(versionOf) };
  }

  private save(
    context: RequestContext,
    group: SettingsGroup,
    { values: changed, version: expected }: SettingsChange,
  ): Promise<StoredGroup | undefined> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const before = await this.current(workspaceId, group, expected);
      const patched = group.patch(before, changed);
      if (!patched.ok) throw settingsInvalid(patched.problems);
      if (isDeepStrictEqual(patched.values, valuesOf(before))) return before;
      const after = this.next(context, group, before, patched.values);
      await this.store(context, group, after);
      await record({
        action: 'settings.changed',
        workspaceId,
        target: group.name,
        before: valuesOf(before),
        after: after.values,
        details: { version: after.version, fields: Object.keys(changed).join(',') },
      });
      return after;
    });
  }

  /** @throws DomainError SETTINGS.VERSION_CONFLICT. */
  private async current(
    workspaceId: WorkspaceId,
    { name }: SettingsGroup,
    expected: number | undefined,
  ): Promise<StoredGroup | undefined> {
    const stored = (await this.rows.groupsOf(workspaceId))[name];
    const version = stored?.version ?? 0;
    if (expected !== undefined && expected !== version) throw settingsVersionConflict(version);
    return stored;
  }

  private next(
    context: RequestContext,
    group: SettingsGroup,
    before: StoredGroup | undefined,
    values: Record<string, unknown>,
  ): StoredGroup {
    const updatedBy = actorIdOf(context);
    return {
      schemaVersion: group.definition.schemaVersion,
      version: (before?.version ?? 0) + 1,
      values,
      updatedAt: this.clock.now(),
      ...(updatedBy === undefined ? {} : { updatedBy }),
    };
  }

  private async store({ workspaceId }: RequestContext, group: SettingsGroup, after: StoredGroup): Promise<void> {
    const { version, values, updatedAt: at, updatedBy } = after;
    const by = updatedBy === undefined ? {} : { changedBy: updatedBy };
    await this.rows.save(workspaceId, group.name, after);
    await this.rows.insertHistory({ _id: newId(at), workspaceId, group: group.name, version, values, ...by, at });
    await this.rows.dropHistory(workspaceId, group.name, version - KEPT_VERSIONS);
    for (const follower of this.followersOf(group.name)) await follower.apply(workspaceId, group.valuesOf(after));
  }

  private groupOf(name: string): SettingsGroup {
    const group = this.settings.groups.find((one) => one.name === name);
    if (group === undefined) throw unknownSettings();
    return group;
  }

  private followersOf(name: string): SettingsFollower[] {
    return this.contributions.all(SettingsFollower).filter(({ groups }) => groups.includes(name));
  }
}

const valuesOf = (stored: StoredGroup | undefined) => stored?.values ?? {};

function shown(group: SettingsGroup, stored: StoredGroup | undefined): ShownSettings {
  const values = group.valuesOf(stored);
  if (stored === undefined) return { group: group.name, version: 0, values };
  const { version, updatedAt, updatedBy } = stored;
  return { group: group.name, version, values, updatedAt, ...(updatedBy === undefined ? {} : { updatedBy }) };
}

function versionOf({ version, values, changedBy, at }: SettingsHistoryRow): SettingsVersion {
  return { version, values, at, ...(changedBy === undefined ? {} : { changedBy }) };
}
