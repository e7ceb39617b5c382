import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { changedSinceCounted, isDuplicateKey, olderThan } from '../../../shared/database';
import {
  type ContactId,
  type ConversationId,
  type CursorPosition,
  searchTermsOf,
  type WorkspaceId,
} from '../../../shared/kernel';
import type { ContactMove } from '../../contact-references.port';
import { type Goal, GOALS } from '../domain/goal';
import type { Outcome, OutcomeStatus } from '../domain/outcome';
import { OUTCOME_COLLECTIONS, type OutcomeRow } from '../schemas/outcome.schema';

export interface OutcomeFilter {
  status?: OutcomeStatus;
  contactId?: ContactId;
  /** All of these it must have. */
  terms: readonly string[];
}

const MAX_TERMS = 400;

@Injectable()
export class OutcomesRepository {
  private readonly models: Readonly<Record<Goal, Model<OutcomeRow>>>;

  constructor(
    @InjectModel(OUTCOME_COLLECTIONS.lead) lead: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.booking) booking: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.order) order: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.support) support: Model<OutcomeRow>,
    @InjectModel(OUTCOME_COLLECTIONS.drive_to_channel) driveToChannel: Model<OutcomeRow>,
  ) {
    this.models = { lead, booking, order, support, drive_to_channel: driveToChannel };
  }

  /** False when the conversation has an open one of this goal, or there is one of this id. */
  async insertIfNew(outcome: Outcome): Promise<boolean> {
    try {
      await this.rows(outcome.goal).insertOne(toRow(outcome));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async findById(workspaceId: WorkspaceId, goal: Goal, id: string): Promise<Outcome | null> {
    const row = await this.rows(goal).findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toOutcome(goal, row);
  }

  async findOpen(workspaceId: WorkspaceId, goal: Goal, conversationId: ConversationId): Promise<Outcome | null> {
    const row = await this.rows(goal).findOne({ workspaceId, conversationId, open: true }).lean();
    return row === null ? null : toOutcome(goal, row);
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(
    workspaceId: WorkspaceId,
    goal: Goal,
    { terms, ...filter }: OutcomeFilter,
    page: { limit: number; after?: CursorPosition },
  ): Promise<Outcome[]> {
    // The index is read for one word; the others are looked at in what it finds.
    const [first, ...others] = terms;
    const words = first === undefined ? {} : { terms: first };
    const further = others.length === 0 ? {} : { $and: others.map((term) => ({ terms: term })) };
    const rows = await this.rows(goal)
      .find({ workspaceId, ...filter, ...words, ...further, ...olderThan('createdAt', page.after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(page.limit)
      .lean();
    return rows.map((row) => toOutcome(goal, row));
  }

  /** Of all goals, newest first, at most `limit`, those after `after` in that order. One command. */
  async listOfContact(
    workspaceId: WorkspaceId,
    contactId: ContactId,
    { limit, after }: { limit: number; after?: CursorPosition },
  ): Promise<Outcome[]> {
    const newest = { $sort: { createdAt: -1 as const, _id: -1 as const } };
    const match = { $match: { workspaceId, contactId, ...olderThan('createdAt', after) } };
    const of = (goal: Goal) => [match, newest, { $limit: limit }, { $set: { goal } }];
    const [first, ...others] = GOALS;
    const rows = await this.rows(first).aggregate<OutcomeRow & { goal: Goal }>([
      ...of(first),
      ...others.map((goal) => ({ $unionWith: { coll: OUTCOME_COLLECTIONS[goal], pipeline: of(goal) } })),
      newest,
      { $limit: limit },
    ]);
    return rows.map(({ goal, ...row }) => toOutcome(goal, row));
  }

  /** Replaces `before` by `after`; false when somebody changed it since, or another one is open. */
  async replace(before: Outcome, after: Outcome): Promise<boolean> {
    const { id, workspaceId, revision, goal } = before;
    try {
      const { matchedCount } = await this.rows(goal).replaceOne({ _id: id, workspaceId, revision }, toRow(after));
      return matchedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** The conversations of these contacts that have ever reached the goal. */
  async lanesOf(workspaceId: WorkspaceId, goal: Goal, contactIds: readonly ContactId[]): Promise<ConversationId[]> {
    return this.rows(goal).distinct('conversationId', { workspaceId, contactId: { $in: [...contactIds] } });
  }

  /** Outcomes of `from` are those of `to` now, and remember why. */
  async moveAlong({ workspaceId, mergeId, from, to }: ContactMove): Promise<void> {
    const update = { $set: { contactId: to }, $addToSet: { merges: mergeId }, $inc: { revision: 1 } };
    await Promise.all(this.all().map((rows) => rows.updateMany({ workspaceId, contactId: from }, update)));
  }

  /** Those that a merge moved, and those of its conversations, are those of `to` again. */
  async moveBack({ workspaceId, mergeId, from, to, conversationIds }: ContactMove): Promise<void> {
    const update = { $set: { contactId: to }, $pull: { merges: mergeId }, $inc: { revision: 1 } };
    const lanes = { conversationId: { $in: [...conversationIds] } };
    const moved = { workspaceId, contactId: from, $or: [{ merges: mergeId }, lanes] };
    await Promise.all(this.all().map((rows) => rows.updateMany(moved, update)));
  }

  private all(): Model<OutcomeRow>[] {
    return Object.values(this.models);
  }

  private rows(goal: Goal): Model<OutcomeRow> {
    return this.models[goal];
  }
}

const toRow = ({ id, goal: _goal, merges, ...rest }: Outcome): OutcomeRow => ({
  _id: id,
  ...rest,
  ...(rest.status === 'open' ? { open: true } : {}),
  history: [...rest.history],
  ...(merges === undefined ? {} : { merges: [...merges] }),
  effects: [...rest.effects],
  terms: searchTermsOf(Object.values(rest.fields), MAX_TERMS),
  ...changedSinceCounted(),
});

function toOutcome(goal: Goal, { _id: id, open: _open, terms: _terms, folded: _folded, ...rest }: OutcomeRow): Outcome {
  return { ...rest, id, goal };
}
