import { Injectable } from '@nestjs/common';
import { FlowsService } from '../../flows';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { intentInUse, intentNotFound, intentsFull, intentTaken } from '../automation.errors';
import { type IntentScope, PLATFORM } from '../domain/intent-scope';
import { AutomationIntentsRepository } from '../repositories/automation-intents.repository';
import type { AutomationIntentRow } from '../schemas/automation-intent.schema';

/** Of one workspace, or of the platform. A model that has to choose among more chooses badly. */
export const MAX_INTENTS = 200;

export interface NewIntent {
  value: string;
  description: string;
}

/** What people may want when they write: the platform's intents, and those that a workspace adds. */
@Injectable()
export class AutomationIntents {
  constructor(
    private readonly intents: AutomationIntentsRepository,
    private readonly flows: FlowsService,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Those of one scope, by name. */
  list(scope: IntentScope): Promise<AutomationIntentRow[]> {
    return this.intents.list(scope, MAX_INTENTS);
  }

  /** All that hold in a workspace, by name; its own ones in place of the platform's of the same name. */
  async effective(workspaceId: WorkspaceId): Promise<AutomationIntentRow[]> {
    const [platform, own] = await Promise.all([this.list(PLATFORM), this.list(workspaceId)]);
    const byName = new Map([...platform, ...own].map((intent) => [intent.value, intent]));
    return [...byName.values()].sort((a, b) => (a.value < b.value ? -1 : 1));
  }

  /** @throws DomainError AUTOMATION.INTENT_TAKEN, AUTOMATION.INTENTS_FULL */
  async create(caller: Caller, scope: IntentScope, { value, description }: NewIntent): Promise<AutomationIntentRow> {
    const now = this.clock.now();
    const row = { _id: newId(now), workspaceId: scope, value, description, createdAt: now, updatedAt: now };
    return this.changes.run(caller, async (record) => {
      if (scope !== PLATFORM) await this.guard.enter(scope);
      if ((await this.list(scope)).length >= MAX_INTENTS) throw intentsFull(MAX_INTENTS);
      if (!(await this.intents.insert(row))) throw intentTaken();
      await record({ action: 'automation-intent.created', target: row._id, after: { value }, ...tenantOf(scope) });
      return row;
    });
  }

  /** Its name stays: flows use it. @throws DomainError AUTOMATION.INTENT_NOT_FOUND */
  async describe(
    caller: Caller,
    scope: IntentScope,
    intentId: string,
    description: string,
  ): Promise<AutomationIntentRow> {
    return this.changes.run(caller, async (record) => {
      const before = await this.get(scope, intentId);
      const after = await this.intents.describe(scope, intentId, description, this.clock.now());
      if (after === null) throw intentNotFound();
      const words = { before: { description: before.description }, after: { description } };
      await record({ action: 'automation-intent.changed', target: intentId, ...words, ...tenantOf(scope) });
      return after;
    });
  }

  /**
   * One of the platform stays while a published flow asks for it; flows are made for all workspaces, so they never rely
   * on one that a workspace added. @throws DomainError AUTOMATION.INTENT_NOT_FOUND, AUTOMATION.INTENT_IN_USE
   */
  async delete(caller: Caller, scope: IntentScope, intentId: string): Promise<void> {
    await this.changes.run(caller, async (record) => {
      const { value } = await this.get(scope, intentId);
      if (scope === PLATFORM && (await this.flows.namesIntent(value))) throw intentInUse();
      await this.intents.delete(scope, intentId);
      await record({ action: 'automation-intent.deleted', target: intentId, before: { value }, ...tenantOf(scope) });
    });
  }

  private async get(scope: IntentScope, intentId: string): Promise<AutomationIntentRow> {
    const intent = await this.intents.find(scope, intentId);
    if (intent === null) throw intentNotFound();
    return intent;
  }
}

const tenantOf = (scope: IntentScope): { workspaceId?: WorkspaceId } =>
  scope === PLATFORM ? {} : { workspaceId: scope };
