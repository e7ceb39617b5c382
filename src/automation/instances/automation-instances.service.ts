import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../conversations';
import { AuditedChanges } from '../../shared/database';
import {
  actorIdOf,
  Clock,
  decodeCursor,
  type FieldProblem,
  newId,
  type Page,
  pageOf,
  type RequestContext,
} from '../../shared/kernel';
import { automationNotFound } from '../automation.errors';
import { type InstanceStats, statsOf } from '../domain/instance-stats';
import { InstanceLedger } from './instance-ledger.service';
import { InstanceVersions } from './instance-versions';
import {
  AutomationInstancesRepository,
  type InstanceFilter,
  type InstanceUpdate,
} from '../repositories/automation-instances.repository';
import { AutomationSessionsRepository } from '../repositories/automation-sessions.repository';
import type { AutomationInstanceRow, VersionPolicy } from '../schemas/automation-instance.schema';

export interface AutomationInstance {
  id: string;
  name: string;
  description: string;
  templateId: string;
  templateVersionId: string;
  versionPolicy: VersionPolicy;
  config: JsonObject;
  isActive: boolean;
  /** Its template is archived, so it starts nothing. */
  templateArchived: boolean;
  /** A newer version that it follows but cannot run with its values. */
  updateBlocked: { versionId: string; problems: FieldProblem[] } | null;
  stats: InstanceStats;
  createdAt: Date;
  updatedAt: Date;
}

export interface CreateAutomation {
  templateId: string;
  name: string;
  description?: string | undefined;
  config?: JsonObject | undefined;
  /** A version to stay with; without it, the automation follows the latest one. */
  versionId?: string | undefined;
  isActive?: boolean | undefined;
}

export interface ConfigureAutomation {
  name?: string | undefined;
  description?: string | undefined;
  /** In place of all earlier values. */
  config?: JsonObject | undefined;
  isActive?: boolean | undefined;
}

export interface ChooseVersion {
  /** `latest`: from now on whatever is published. `pinned`: stays with `versionId`, or with what it runs now. */
  policy: VersionPolicy;
  versionId?: string | undefined;
  /** Values for that version, where those it has do not fit. */
  config?: JsonObject | undefined;
}

type Tenant = Pick<RequestContext, 'workspaceId'>;

@Injectable()
export class AutomationInstancesService {
  constructor(
    private readonly instances: AutomationInstancesRepository,
    private readonly sessions: AutomationSessionsRepository,
    private readonly versions: InstanceVersions,
    private readonly ledger: InstanceLedger,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list(
    { workspaceId }: Tenant,
    limit: number,
    cursor?: string,
    filter: InstanceFilter = {},
  ): Promise<Page<AutomationInstance>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.instances.list(workspaceId, limit + 1, after, filter);
    const page = pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
    return { ...page, items: await this.withStats({ workspaceId }, page.items) };
  }

  /** @throws DomainError AUTOMATION.NOT_FOUND */
  async get({ workspaceId }: Tenant, instanceId: string): Promise<AutomationInstance> {
    return this.shown({ workspaceId }, await this.row(workspaceId, instanceId));
  }

  /** Active from the start unless told otherwise. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND, AUTOMATION.CONFIG_INVALID, PLAN.LIMIT_REACHED */
  async create(context: RequestContext, request: CreateAutomation): Promise<AutomationInstance> {
    const { name, description = '', config = {}, versionId, templateId, isActive = true } = request;
    const version = await this.versions.choose(templateId, versionId);
    this.versions.requireFit(version, config);
    const versionPolicy = versionId === undefined ? 'latest' : 'pinned';
    return this.insert(context, {
      name,
      description,
      templateId,
      templateVersionId: version.versionId,
      versionPolicy,
      config,
      isActive,
    });
  }

  /** A copy that is switched off, so that the two do not answer together. @throws DomainError AUTOMATION.NOT_FOUND, PLAN.LIMIT_REACHED */
  async duplicate(context: RequestContext, instanceId: string, name?: string): Promise<AutomationInstance> {
    const row = await this.row(context.workspaceId, instanceId);
    const { description, templateId, templateVersionId, versionPolicy, config } = row;
    const copy = { description, templateId, templateVersionId, versionPolicy, config, isActive: false };
    return this.insert(context, { ...copy, name: name ?? `${row.name} (copy)`.slice(0, 120) }, row);
  }

  /** @throws DomainError AUTOMATION.NOT_FOUND, AUTOMATION.CONFIG_INVALID */
  async configure(
    context: RequestContext,
    instanceId: string,
    request: ConfigureAutomation,
  ): Promise<AutomationInstance> {
    const { isActive, ...rest } = request;
    const change = givenOnly(request);
    if (Object.keys(change).length === 0) return this.get(context, instanceId);
    return this.change(context, instanceId, async (before, record) => {
      if (rest.config !== undefined)
        this.versions.requireFit(await this.versions.get(before.templateVersionId), rest.config);
      if (isActive !== undefined) await record(isActive ? 'automation.activated' : 'automation.deactivated');
      if (Object.keys(givenOnly(rest)).length > 0) await record('automation.changed', change);
      return change;
    });
  }

  /** Switched off, it starts nothing more, and what it runs ends at its next event. @throws DomainError AUTOMATION.NOT_FOUND */
  setActive(context: RequestContext, instanceId: string, isActive: boolean): Promise<AutomationInstance> {
    return this.configure(context, instanceId, { isActive });
  }

  /** @throws DomainError AUTOMATION.NOT_FOUND, AUTOMATION.CONFIG_INVALID, FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND */
  async chooseVersion(
    context: RequestContext,
    instanceId: string,
    request: ChooseVersion,
  ): Promise<AutomationInstance> {
    const { policy, versionId, config } = request;
    return this.change(context, instanceId, async (before, record) => {
      const stays = policy === 'pinned' && (versionId === undefined || versionId === before.templateVersionId);
      const version = stays
        ? await this.versions.get(before.templateVersionId)
        : await this.versions.choose(before.templateId, policy === 'pinned' ? versionId : undefined);
      if (!stays || config !== undefined) this.versions.requireFit(version, config ?? before.config);
      const change: InstanceUpdate = {
        versionPolicy: policy,
        templateVersionId: version.versionId,
        updateBlocked: null,
        ...(config === undefined ? {} : { config }),
      };
      await record('automation.version-chosen', change);
      return change;
    });
  }

  /** What it runs stops at its next event; its sessions stay on record. @throws DomainError AUTOMATION.NOT_FOUND */
  async remove(context: RequestContext, instanceId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const { name, templateId } = await this.row(workspaceId, instanceId);
      const now = this.clock.now();
      await this.instances.update(workspaceId, instanceId, { isActive: false, config: {}, deletedAt: now }, now);
      const before = { name, templateId };
      await record({ action: 'automation.deleted', workspaceId, target: instanceId, before });
    });
    await this.ledger.announceRemoval(workspaceId);
  }

  private async change(
    context: RequestContext,
    instanceId: string,
    decide: (
      before: AutomationInstanceRow,
      record: (action: string, after?: InstanceUpdate) => Promise<void>,
    ) => Promise<InstanceUpdate>,
  ): Promise<AutomationInstance> {
    const { workspaceId } = context;
    const after = await this.changes.run(context, async (record) => {
      const before = await this.row(workspaceId, instanceId);
      const change = await decide(before, (action, changed) =>
        record({ action, workspaceId, target: instanceId, ...(changed === undefined ? {} : { after: changed }) }),
      );
      return this.instances.update(workspaceId, instanceId, change, this.clock.now());
    });
    if (after === null) throw automationNotFound();
    await this.ledger.announce(workspaceId, after.isActive);
    return this.shown({ workspaceId }, after);
  }

  private async insert(
    context: RequestContext,
    fresh: Pick<
      AutomationInstanceRow,
      'name' | 'description' | 'templateId' | 'templateVersionId' | 'versionPolicy' | 'config' | 'isActive'
    >,
    { templateArchived, updateBlocked }: Pick<AutomationInstanceRow, 'templateArchived' | 'updateBlocked'> = FRESH,
  ): Promise<AutomationInstance> {
    const { workspaceId } = context;
    const now = this.clock.now();
    const createdBy = actorIdOf(context);
    const row: AutomationInstanceRow = {
      _id: newId(now),
      workspaceId,
      ...fresh,
      configRevision: 1,
      templateArchived,
      updateBlocked,
      revision: 1,
      ...(createdBy === undefined ? {} : { createdBy }),
      deletedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    await this.changes.run(context, async (record) => {
      await this.ledger.admit(workspaceId);
      await this.instances.insert(row);
      await record({ action: 'automation.created', workspaceId, target: row._id, after: row });
    });
    await this.ledger.announce(workspaceId, row.isActive);
    return this.shown({ workspaceId }, row);
  }

  private async row(workspaceId: RequestContext['workspaceId'], instanceId: string): Promise<AutomationInstanceRow> {
    const row = await this.instances.findById(workspaceId, instanceId);
    if (row === null) throw automationNotFound();
    return row;
  }

  private async shown(tenant: Tenant, row: AutomationInstanceRow): Promise<AutomationInstance> {
    const [instance] = await this.withStats(tenant, [row]);
    if (instance === undefined) throw automationNotFound();
    return instance;
  }

  private async withStats(
    { workspaceId }: Tenant,
    rows: readonly AutomationInstanceRow[],
  ): Promise<AutomationInstance[]> {
    const counts = await this.sessions.countByStatus(
      workspaceId,
      rows.map(({ _id }) => _id),
    );
    return rows.map((row) => instanceOf(row, statsOf(row._id, counts)));
  }
}

const FRESH = { templateArchived: false, updateBlocked: null };

function givenOnly<T extends object>(change: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

function instanceOf(row: AutomationInstanceRow, stats: InstanceStats): AutomationInstance {
  const { _id, name, description, templateId, templateVersionId, versionPolicy, config, isActive } = row;
  const { templateArchived, updateBlocked, createdAt, updatedAt } = row;
  const state = { isActive, templateArchived, updateBlocked, stats, createdAt, updatedAt };
  return { id: _id, name, description, templateId, templateVersionId, versionPolicy, config, ...state };
}
