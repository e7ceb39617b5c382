import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { type CountedRow, CountedRows, Transactions } from '../../shared/database';
import type { AccountId, ConversationId } from '../../shared/kernel';
import { COMMENT_DM_LOGS, type CommentDmLogRow } from '../schemas/comment-dm-log.schema';

/** A decision about answering a comment privately, as reports count it. */
export interface CommentFact extends CountedRow, Pick<CommentDmLogRow, 'status' | 'reason' | 'createdAt'> {
  conversationId: ConversationId;
  accountId: AccountId;
}

const FIELDS = ['conversationId', 'accountId', 'status', 'reason', 'createdAt'];

@Injectable()
export class CommentFactsRepository extends CountedRows<CommentFact> {
  constructor(@InjectModel(COMMENT_DM_LOGS) model: Model<CommentDmLogRow>, transactions: Transactions) {
    super(model, transactions, { fields: FIELDS, age: 'createdAt' });
  }
}
