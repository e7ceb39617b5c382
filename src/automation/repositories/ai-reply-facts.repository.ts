import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { AI_REPLY } from '../../flows';
import { type CountedRow, CountedRows, Transactions } from '../../shared/database';
import type { ConversationId } from '../../shared/kernel';
import { TURN_RECORDS, type TurnRecordRow } from '../schemas/turn-record.schema';

/** What a model was asked to answer, with what came of it, as reports count it. */
export interface AiReplyFact extends CountedRow {
  conversationId: ConversationId;
  at: Date;
  event: { ok?: boolean };
  /** Of the session that was given the result: what the result says. */
  steps: { versionId: string; event: { outcome?: { value?: AiReplyResult } } }[];
}

export interface AiReplyResult {
  citations?: readonly { itemId: string }[];
  escalate?: boolean;
  usage?: { promptTokens: number; completionTokens: number };
}

const FIELDS = [
  'conversationId',
  'at',
  'event.ok',
  'steps.event.outcome.value.citations.itemId',
  'steps.event.outcome.value.escalate',
  'steps.event.outcome.value.usage',
  'steps.versionId',
];

@Injectable()
export class AiReplyFactsRepository extends CountedRows<AiReplyFact> {
  constructor(@InjectModel(TURN_RECORDS) model: Model<TurnRecordRow>, transactions: Transactions) {
    super(model, transactions, { fields: FIELDS, age: 'at', only: { 'event.task': AI_REPLY } });
  }
}
