import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';
import type { Commit } from '../domain/commit';
import {
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import { INBOX_EVENTS, type InboxEventRow, type LaneEvent } from '../schemas/inbox-event.schema';
import { commitPipeline, type CommitClaim, outboxRoomFilter } from './commit-pipeline';
import { UNTOUCHED } from '../domain/desk';
import { literal, msFromNow, RELEASED_LEASE } from './expressions';

export interface LaneIdentity {
  conversationId: ConversationId;
  workspaceId: WorkspaceId;
  accountId: AccountId;
  participantId: string;
}

export type LaneKey = Pick<LaneIdentity, 'conversationId' | 'workspaceId'>;

/** What every write of a turn must find unchanged. */
export interface TurnGuard extends LaneKey {
  fence: number;
}

type Rows = mongo.Collection<ConversationRow>;

/** The turn's side of a conversation: lease, attempts, commit, release. Every write is conditional on the fence. */
@Injectable()
export class LaneRepository {
  private readonly rows: Rows;
  private readonly inbox: mongo.Collection<InboxEventRow>;

  constructor(
    @InjectModel(CONVERSATIONS) conversations: Model<ConversationRow>,
    @InjectModel(INBOX_EVENTS) inbox: Model<InboxEventRow>,
  ) {
    this.rows = conversations.collection as unknown as Rows;
    this.inbox = inbox.collection as unknown as mongo.Collection<InboxEventRow>;
  }

  /** Both at once: the lease, and what is pending (in order). The find may be older than the lease; the ring makes up for it. */
  async begin(
    lane: LaneIdentity,
    owner: string,
    limits: { leaseMs: number; find: number },
  ): Promise<{ conversation: ConversationRow; found: LaneEvent[] }> {
    const [conversation, found] = await Promise.all([
      this.lease(lane, owner, limits.leaseMs),
      this.findPending(lane.conversationId, limits.find),
    ]);
    return { conversation, found };
  }

  /**
   * Takes the lease if it is free or over, creating the conversation at its first event, and returns the conversation
   * either way: `owner` has it if `lease.owner` names it. Counts a turn as begun.
   */
  private async lease(lane: LaneIdentity, owner: string, leaseMs: number): Promise<ConversationRow> {
    const filter = { _id: lane.conversationId, workspaceId: lane.workspaceId };
    const options = { upsert: true, returnDocument: 'after', includeResultMetadata: false } as const;
    const take = () => this.rows.findOneAndUpdate(filter, leasePipeline(lane, owner, leaseMs), options);
    try {
      return (await take()) as ConversationRow;
    } catch (error) {
      // Two workers created it at the same moment; now it exists.
      if (!isDuplicateKey(error)) throw error;
      return (await take()) as ConversationRow;
    }
  }

  /** The conversation if the lease is still held with this fence; otherwise nothing. */
  async reload(guard: TurnGuard): Promise<ConversationRow | null> {
    return this.rows.findOne(this.guarded(guard));
  }

  /** Counts one attempt on an event that may be the culprit of turns that never ended. False: the lease was lost. */
  async countAttempt(guard: TurnGuard, eventId: string, attempt: number): Promise<boolean> {
    const others = { $filter: { input: '$attempts', cond: { $ne: ['$$this.id', literal(eventId)] } } };
    const result = await this.rows.updateOne(this.guarded(guard), [
      { $set: { attempts: { $concatArrays: [others, literal([{ id: eventId, count: attempt }])] } } },
    ]);
    return result.matchedCount === 1;
  }

  /** Applies a turn. Null: the fence is not mine any more, the conversation has changed since it was read, or the outbox is full. */
  async commit(
    guard: TurnGuard & { turnVersion: number },
    commit: Commit,
    keepInRing: readonly string[],
    claim: CommitClaim | null,
  ): Promise<ConversationState | null> {
    const filter = {
      ...this.guarded(guard),
      turnVersion: guard.turnVersion,
      ...headFilter(commit),
      ...outboxRoomFilter(commit.sends.length),
    };
    const options = { returnDocument: 'after', projection: WITHOUT_RING } as const;
    return this.rows.findOneAndUpdate(filter, commitPipeline(commit, keepInRing, claim), options);
  }

  /**
   * Ends a turn that has no commit. `clean`: no event is suspected because of it. `attempts`: as they were before the
   * turn, when what it counted is to be taken back.
   */
  async release(guard: TurnGuard, ending: { clean: boolean; attempts?: ConversationRow['attempts'] }): Promise<void> {
    const { clean, attempts } = ending;
    const change = {
      ...(clean ? { turnsBegun: 0 } : {}),
      ...(attempts === undefined ? {} : { attempts: literal(attempts) }),
    };
    await this.rows.updateOne(this.guarded(guard), [{ $set: { lease: RELEASED_LEASE, ...change } }]);
  }

  private async findPending(conversationId: ConversationId, limit: number): Promise<LaneEvent[]> {
    // No turn looks at an item as it came.
    const pending = this.inbox.find({ conversationId, status: 'pending' }, { projection: { raw: 0 } });
    return (await pending.sort({ platformAt: 1, receivedAt: 1, sequence: 1 }).limit(limit).toArray()) as LaneEvent[];
  }

  private guarded(guard: TurnGuard) {
    return { _id: guard.conversationId, workspaceId: guard.workspaceId, 'lease.fence': guard.fence };
  }
}

function headFilter({ headMustBe }: Commit): Record<string, unknown> {
  if (headMustBe === undefined) return {};
  // A field of a missing member does not equal null, so an outbox that must be empty is asked for as such.
  if (headMustBe.id === null) return { 'outbox.0': { $exists: false } };
  return {
    'outbox.0.id': headMustBe.id,
    'outbox.0.status': headMustBe.status,
    'outbox.0.claim.id': headMustBe.claimId,
  };
}

/** What a conversation has stays; what it lacks, as at its first event, it gets. */
function leasePipeline(lane: LaneIdentity, owner: string, leaseMs: number): Record<string, unknown>[] {
  const free = { $lte: [{ $ifNull: ['$lease.until', literal(new Date(0))] }, '$$NOW'] };
  const mine = {
    owner: literal(owner),
    fence: { $add: [{ $ifNull: ['$lease.fence', 0] }, 1] },
    until: msFromNow(leaseMs),
  };
  const begun = { $ifNull: ['$turnsBegun', 0] };
  const leased = {
    lease: { $cond: [free, mine, '$lease'] },
    turnsBegun: { $cond: [free, { $add: [begun, 1] }, begun] },
  };
  const now = { lastActivityAt: '$$NOW', createdAt: '$$NOW' };
  return [{ $replaceWith: { $mergeObjects: [literal(initialFields(lane)), now, '$$ROOT', leased] } }];
}

const initialFields = ({ accountId, participantId }: LaneIdentity) => ({
  accountId,
  participantId,
  // Until somebody writes, as the commit tells.
  shadow: true,
  contactId: null,
  participant: {},
  turnVersion: 0,
  lastCommitAt: new Date(0),
  attempts: [],
  state: null,
  outbox: [],
  tasks: [],
  timers: [],
  workDueAt: null,
  consumed: [],
  hold: null,
  optedOut: false,
  lastInboundAt: null,
  participantSeenAt: null,
  lastMessage: null,
  unread: 0,
  ...UNTOUCHED,
});
