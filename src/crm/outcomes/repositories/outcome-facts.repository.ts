import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { type CountedRow, CountedRows, Transactions } from '../../../shared/database';
import type { ConversationId } from '../../../shared/kernel';
import type { Goal } from '../domain/goal';
import { OUTCOME_COLLECTIONS, type OutcomeRow } from '../schemas/outcome.schema';

/** A goal that was reached, as reports count it. */
export interface OutcomeFact extends CountedRow, Pick<OutcomeRow, 'status' | 'value' | 'createdAt' | 'closedAt'> {
  conversationId: ConversationId;
}

const FIELDS = ['conversationId', 'status', 'value', 'createdAt', 'closedAt'];

class GoalFacts extends CountedRows<OutcomeFact> {
  constructor(model: Model<OutcomeRow>, transactions: Transactions) {
    super(model, transactions, { fields: FIELDS, age: 'createdAt' });
  }
}

/** The facts of each goal, which has its own collection. */
@Injectable()
export class OutcomeFactsRepository {
  readonly byGoal: Readonly<Record<Goal, CountedRows<OutcomeFact>>>;

  constructor(
    @InjectModel(OUTCOME_COLLECTIONS.lead) lead: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.booking) booking: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.order) order: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.support) support: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.drive_to_channel) driveToChannel: Model<OutcomeRow>,
    transactions: Transactions,
  ) {
    this.byGoal = {
      lead: new GoalFacts(lead, transactions),
      booking: new GoalFacts(booking, transactions),
      order: new GoalFacts(order, transactions),
      support: new GoalFacts(support, transactions),
      drive_to_channel: new GoalFacts(driveToChannel, transactions),
    };
  }
}
