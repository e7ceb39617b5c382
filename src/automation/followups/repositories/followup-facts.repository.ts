import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { type CountedRow, CountedRows, Transactions } from '../../../shared/database';
import type { AccountId, ConversationId } from '../../../shared/kernel';
import { FOLLOWUP_TASKS, type FollowupTaskRow } from '../schemas/followup-task.schema';

type Counted =
  'policyId' | 'kind' | 'status' | 'reason' | 'dueAt' | 'plannedAt' | 'endedAt' | 'sentAt' | 'repliedAt' | 'revision';

/** A follow-up as reports count it. */
export interface FollowupFact extends CountedRow, Pick<FollowupTaskRow, Counted> {
  conversationId: ConversationId;
  accountId: AccountId;
}

const FIELDS = [
  'conversationId',
  'accountId',
  'policyId',
  'kind',
  'status',
  'reason',
  'dueAt',
  'plannedAt',
  'endedAt',
  'sentAt',
  'repliedAt',
  'revision',
];

@Injectable()
export class FollowupFactsRepository extends CountedRows<FollowupFact> {
  constructor(@InjectModel(FOLLOWUP_TASKS) model: Model<FollowupTaskRow>, transactions: Transactions) {
    super(model, transactions, { fields: FIELDS, age: 'dueAt' });
  }

  /** Its mark is the same at every change. */
  protected override versionOf({ revision, status, repliedAt = null }: FollowupFact): Record<string, unknown> {
    return { revision, status, repliedAt };
  }
}
