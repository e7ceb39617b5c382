import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey, Transactions } from '../../shared/database';
import type { IntentScope } from '../domain/intent-scope';
import { AUTOMATION_INTENTS, type AutomationIntentRow } from '../schemas/automation-intent.schema';

@Injectable()
export class AutomationIntentsRepository {
  private readonly rows: mongo.Collection<AutomationIntentRow>;

  constructor(
    @InjectModel(AUTOMATION_INTENTS) model: Model<AutomationIntentRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<AutomationIntentRow>;
  }

  /** By name. */
  list(scope: IntentScope, limit: number): Promise<AutomationIntentRow[]> {
    return this.rows.find({ workspaceId: scope }, this.transactions.options).sort({ value: 1 }).limit(limit).toArray();
  }

  find(scope: IntentScope, intentId: string): Promise<AutomationIntentRow | null> {
    return this.rows.findOne({ _id: intentId, workspaceId: scope }, this.transactions.options);
  }

  /** False when the scope has one of that name. */
  async insert(row: AutomationIntentRow): Promise<boolean> {
    try {
      await this.rows.insertOne(row, this.transactions.options);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Null when there is none. */
  describe(scope: IntentScope, intentId: string, description: string, now: Date): Promise<AutomationIntentRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: intentId, workspaceId: scope },
      { $set: { description, updatedAt: now } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }

  async delete(scope: IntentScope, intentId: string): Promise<void> {
    await this.rows.deleteOne({ _id: intentId, workspaceId: scope }, this.transactions.options);
  }
}
