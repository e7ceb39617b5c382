import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { type CountedRow, CountedRows, Transactions } from '../../shared/database';
import type { ConversationId } from '../../shared/kernel';
import { ESCALATIONS, type EscalationRow } from '../schemas/escalation.schema';

/** A conversation that was given to a person, as reports count it. */
export interface EscalationFact extends CountedRow, Pick<EscalationRow, Counted> {
  conversationId: ConversationId;
}

type Counted = 'reason' | 'status' | 'severity' | 'assigneeId' | 'sla' | 'createdAt' | 'resolvedAt' | 'resolvedBy';

const FIELDS = [
  'conversationId',
  'reason',
  'status',
  'severity',
  'assigneeId',
  'sla',
  'createdAt',
  'resolvedAt',
  'resolvedBy',
];

@Injectable()
export class EscalationFactsRepository extends CountedRows<EscalationFact> {
  constructor(@InjectModel(ESCALATIONS) model: Model<EscalationRow>, transactions: Transactions) {
    super(model, transactions, { fields: FIELDS, age: 'createdAt' });
  }
}
