import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { type CountedRow, CountedRows, Transactions } from '../../shared/database';
import type { ConversationId } from '../../shared/kernel';
import { AUTOMATION_SESSIONS, type AutomationSessionRow } from '../schemas/automation-session.schema';

type Counted = 'instanceId' | 'templateId' | 'versionId' | 'status' | 'startedAt' | 'endedAt' | 'lastNodeId';

/** A run of an automation as reports count it. Rows of earlier versions of this program lack the lists. */
export interface SessionFact extends CountedRow, Pick<AutomationSessionRow, Counted> {
  conversationId: ConversationId;
  visits?: AutomationSessionRow['visits'];
  goals?: AutomationSessionRow['goals'];
}

const FIELDS = [
  'conversationId',
  'instanceId',
  'templateId',
  'versionId',
  'status',
  'startedAt',
  'endedAt',
  'lastNodeId',
  'visits',
  'goals',
];

@Injectable()
export class SessionFactsRepository extends CountedRows<SessionFact> {
  constructor(@InjectModel(AUTOMATION_SESSIONS) model: Model<AutomationSessionRow>, transactions: Transactions) {
    super(model, transactions, { fields: FIELDS, age: 'startedAt' });
  }
}
