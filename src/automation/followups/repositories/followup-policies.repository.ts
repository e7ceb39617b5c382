import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../../shared/kernel';
import type { FollowupPolicy } from '../../domain/followups/followup-policy';
import { FOLLOWUP_POLICIES, type FollowupPolicyRow } from '../schemas/followup-policy.schema';

export type FollowupPolicyChange = Partial<
  Pick<
    FollowupPolicyRow,
    'name' | 'isActive' | 'instanceId' | 'moment' | 'conditions' | 'action' | 'maxPerWeek' | 'quietHours' | 'deletedAt'
  >
>;

/** Rows stay after they are deleted, out of every list: follow-ups tell of them, and the sum of revisions never falls. */
@Injectable()
export class FollowupPoliciesRepository {
  private readonly rows: mongo.Collection<FollowupPolicyRow>;

  constructor(
    @InjectModel(FOLLOWUP_POLICIES) model: Model<FollowupPolicyRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<FollowupPolicyRow>;
  }

  /** Newest first. */
  list(workspaceId: WorkspaceId, limit: number): Promise<FollowupPolicyRow[]> {
    return this.rows
      .find({ workspaceId, deletedAt: null }, this.transactions.options)
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  find(workspaceId: WorkspaceId, policyId: string): Promise<FollowupPolicyRow | null> {
    return this.rows.findOne({ _id: policyId, workspaceId, deletedAt: null }, this.transactions.options);
  }

  async insert(row: FollowupPolicyRow): Promise<void> {
    await this.rows.insertOne(row, this.transactions.options);
  }

  /** Conversations that are there already are planned anew. Null when the workspace has no such policy. */
  update(
    workspaceId: WorkspaceId,
    policyId: string,
    change: FollowupPolicyChange,
    now: Date,
  ): Promise<FollowupPolicyRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: policyId, workspaceId, deletedAt: null },
      { $set: { ...change, spreadAt: now, spreadAfter: null, updatedAt: now }, $inc: { revision: 1 } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }

  /** Those that are on, oldest first. Never of a transaction under way. */
  async listActive(workspaceId: WorkspaceId, limit: number): Promise<FollowupPolicy[]> {
    const rows = await this.rows
      .find({ workspaceId, deletedAt: null, isActive: true })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(policyOf).reverse();
  }

  /** A text per workspace that differs after every change; none for a workspace that never had a policy. */
  async revisionsOf(workspaceIds: readonly WorkspaceId[]): Promise<Map<WorkspaceId, string>> {
    const sums = await this.rows
      .aggregate<{ _id: WorkspaceId; revision: number }>([
        { $match: { workspaceId: { $in: [...workspaceIds] } } },
        { $group: { _id: '$workspaceId', revision: { $sum: '$revision' } } },
      ])
      .toArray();
    return new Map(sums.map(({ _id, revision }) => [_id, `${revision}`]));
  }

  /** Of all workspaces. */
  listToSpread(limit: number): Promise<FollowupPolicyRow[]> {
    return this.rows
      .find({ spreadAt: { $type: 'date' } })
      .sort({ spreadAt: 1 })
      .limit(limit)
      .toArray();
  }

  /** `after` null: everything is done. Nothing when the policy has changed since: that begins anew. */
  async noteSpread(
    { workspaceId, _id, revision }: Pick<FollowupPolicyRow, 'workspaceId' | '_id' | 'revision'>,
    after: CursorPosition | null,
  ): Promise<void> {
    const done = after === null ? { spreadAt: null } : {};
    await this.rows.updateOne({ _id, workspaceId, revision }, { $set: { spreadAfter: after, ...done } });
  }
}

export function policyOf(row: FollowupPolicyRow): FollowupPolicy {
  const { _id, name, instanceId, moment, conditions, action, maxPerWeek, quietHours } = row;
  return { id: _id, name, instanceId, moment, conditions, action, maxPerWeek, quietHours };
}
