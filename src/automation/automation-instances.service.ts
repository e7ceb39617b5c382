import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../conversations';
import { FlowsService } from '../flows';
import { AuditedChanges } from '../shared/database';
import { actorIdOf, Clock, decodeCursor, newId, type Page, pageOf, type RequestContext } from '../shared/kernel';
import { automationNotFound, configInvalid } from './automation.errors';
import { problemOfConfig } from './domain/instance-config';
import { type InstanceStats, statsOf } from './domain/instance-stats';
import { InstanceLedger } from './instance-ledger.service';
import { AutomationInstancesRepository } from './repositories/automation-instances.repository';
import { AutomationSessionsRepository } from './repositories/automation-sessions.repository';
import type { AutomationInstanceRow } from './schemas/automation-instance.schema';

export interface AutomationInstance {
  id: string;
  name: string;
  templateId: string;
  templateVersionId: string;
  config: JsonObject;
  isActive: boolean;
  stats: InstanceStats;
  createdAt: Date;
  updatedAt: Date;
}

export interface CreateAutomation {
  templateId: string;
  name: string;
  config?: JsonObject;
}

type Tenant = Pick<RequestContext, 'workspaceId'>;

@Injectable()
export class AutomationInstancesService {
  constructor(
    private readonly instances: AutomationInstancesRepository,
    private readonly sessions: AutomationSessionsRepository,
    private readonly flows: FlowsService,
    private readonly ledger: InstanceLedger,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list({ workspaceId }: Tenant, limit: number, cursor?: string): Promise<Page<AutomationInstance>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.instances.list(workspaceId, limit + 1, after);
    const page = pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
    return { ...page, items: await this.withStats({ workspaceId }, page.items) };
  }

  /** @throws DomainError AUTOMATION.NOT_FOUND */
  async get({ workspaceId }: Tenant, instanceId: string): Promise<AutomationInstance> {
    return this.shown({ workspaceId }, await this.instances.findById(workspaceId, instanceId));
  }

  /** Active from the start, at the template's current version. @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, AUTOMATION.CONFIG_INVALID, PLAN.LIMIT_REACHED */
  async create(context: RequestContext, request: CreateAutomation): Promise<AutomationInstance> {
    const { workspaceId } = context;
    const createdBy = actorIdOf(context);
    const config = request.config ?? {};
    const problem = problemOfConfig(config);
    if (problem !== null) throw configInvalid(problem);
    const template = await this.flows.getPublished(request.templateId);
    const now = this.clock.now();
    const row: AutomationInstanceRow = {
      _id: newId(now),
      workspaceId,
      name: request.name,
      templateId: template.id,
      templateVersionId: template.versionId,
      config,
      isActive: true,
      revision: 1,
      ...(createdBy === undefined ? {} : { createdBy }),
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

  /** Switched off, it starts nothing more, and what it runs ends at its next event. @throws DomainError AUTOMATION.NOT_FOUND */
  async setActive(context: RequestContext, instanceId: string, isActive: boolean): Promise<AutomationInstance> {
    const { workspaceId } = context;
    const row = await this.changes.run(context, async (record) => {
      const changed = await this.instances.setActive(workspaceId, instanceId, isActive, this.clock.now());
      const action = isActive ? 'automation.activated' : 'automation.deactivated';
      if (changed !== null) await record({ action, workspaceId, target: instanceId });
      return changed;
    });
    if (row !== null) await this.ledger.announce(workspaceId, isActive);
    return this.shown({ workspaceId }, row);
  }

  private async shown(tenant: Tenant, row: AutomationInstanceRow | null): Promise<AutomationInstance> {
    const [instance] = row === null ? [] : await this.withStats(tenant, [row]);
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

function instanceOf(row: AutomationInstanceRow, stats: InstanceStats): AutomationInstance {
  const { _id, name, templateId, templateVersionId, config, isActive, createdAt, updatedAt } = row;
  return { id: _id, name, templateId, templateVersionId, config, isActive, stats, createdAt, updatedAt };
}
