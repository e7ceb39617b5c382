import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { actorIdOf, Clock, newId, type RequestContext, type WorkspaceId } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { AutomationInstancesRepository } from '../repositories/automation-instances.repository';
import { ActiveFollowups, MAX_POLICIES } from './active-followups';
import { checkPolicy } from '../domain/followups/check-policy';
import type { FollowupPolicy } from '../domain/followups/followup-policy';
import { policiesFull, policyInvalid, policyNotFound } from './followup.errors';
import { FollowupPoliciesRepository, policyOf } from './repositories/followup-policies.repository';
import type { FollowupPolicyRow } from './schemas/followup-policy.schema';

export type NewPolicy = Omit<FollowupPolicy, 'id'> & { isActive: boolean };
/** What is absent stays. */
export type PolicyChange = { [Field in keyof NewPolicy]?: NewPolicy[Field] | undefined };

/** When, under which conditions and how a workspace follows up. */
@Injectable()
export class FollowupPolicies {
  constructor(
    private readonly policies: FollowupPoliciesRepository,
    private readonly instances: AutomationInstancesRepository,
    private readonly active: ActiveFollowups,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first; never so many that they need pages. */
  list({ workspaceId }: Pick<RequestContext, 'workspaceId'>): Promise<FollowupPolicyRow[]> {
    return this.policies.list(workspaceId, MAX_POLICIES);
  }

  /** @throws DomainError FOLLOWUP.POLICY_NOT_FOUND */
  async get({ workspaceId }: Pick<RequestContext, 'workspaceId'>, policyId: string): Promise<FollowupPolicyRow> {
    const policy = await this.policies.find(workspaceId, policyId);
    if (policy === null) throw policyNotFound();
    return policy;
  }

  /** Conversations that are there already are planned within a minute. @throws DomainError FOLLOWUP.POLICY_INVALID, FOLLOWUP.POLICIES_FULL */
  async create(context: RequestContext, policy: NewPolicy): Promise<FollowupPolicyRow> {
    const { workspaceId } = context;
    const now = this.clock.now();
    const createdBy = actorIdOf(context);
    const row: FollowupPolicyRow = {
      _id: newId(now),
      workspaceId,
      ...policy,
      revision: 1,
      spreadAt: now,
      spreadAfter: null,
      ...(createdBy === undefined ? {} : { createdBy }),
      deletedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    await this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      await this.check(workspaceId, policyOf(row));
      if ((await this.policies.list(workspaceId, MAX_POLICIES)).length >= MAX_POLICIES)
        throw policiesFull(MAX_POLICIES);
      await this.policies.insert(row);
      await record({ action: 'followup-policy.created', workspaceId, target: row._id, after: row });
    });
    await this.active.changed(workspaceId);
    return row;
  }

  /** @throws DomainError FOLLOWUP.POLICY_NOT_FOUND, FOLLOWUP.POLICY_INVALID */
  async change(context: RequestContext, policyId: string, request: PolicyChange): Promise<FollowupPolicyRow> {
    const { workspaceId } = context;
    const change = givenOnly(request);
    if (Object.keys(change).length === 0) return this.get(context, policyId);
    const after = await this.changes.run(context, async (record) => {
      const before = await this.get(context, policyId);
      await this.check(workspaceId, policyOf({ ...before, ...change }));
      const changed = await this.policies.update(workspaceId, policyId, change, this.clock.now());
      if (changed === null) throw policyNotFound();
      await record({ action: 'followup-policy.changed', workspaceId, target: policyId, before, after: change });
      return changed;
    });
    await this.active.changed(workspaceId);
    return after;
  }

  /** What it has planned is cancelled. @throws DomainError FOLLOWUP.POLICY_NOT_FOUND */
  async remove(context: RequestContext, policyId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const { name } = await this.get(context, policyId);
      const now = this.clock.now();
      const gone = { isActive: false, deletedAt: now, action: { kind: 'text' as const, texts: [] } };
      await this.policies.update(workspaceId, policyId, gone, now);
      await record({ action: 'followup-policy.deleted', workspaceId, target: policyId, before: { name } });
    });
    await this.active.changed(workspaceId);
  }

  private async check(workspaceId: WorkspaceId, policy: FollowupPolicy): Promise<void> {
    const problems = checkPolicy(policy);
    const named = [
      { field: 'instanceId', id: policy.instanceId },
      { field: 'action.instanceId', id: policy.action.kind === 'flow' ? policy.action.instanceId : null },
    ];
    for (const { field, id } of named) {
      if (id !== null && (await this.instances.findById(workspaceId, id)) === null)
        problems.push({ field, rule: 'must be an automation of the workspace' });
    }
    if (problems.length > 0) throw policyInvalid(problems);
  }
}

function givenOnly(change: PolicyChange): Partial<NewPolicy> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
