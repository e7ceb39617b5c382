import { Injectable } from '@nestjs/common';
import type { LaneView } from '../../conversations';
import { AuditedChanges } from '../../shared/database';
import {
  authorOf,
  Clock,
  type ConversationId,
  decodeCursor,
  type Page,
  pageOf,
  type RequestContext,
  stableId,
  type WorkspaceId,
} from '../../shared/kernel';
import { replyDraftDecided, replyDraftNotFound } from '../automation.errors';
import type { Retraction } from '../domain/waiting-draft';
import type { DraftCitation, ReplyDraft, ReplyDraftStatus } from './domain/reply-draft';
import { ReplyDraftMoves } from './reply-draft-moves.service';
import { ReplyDraftsRepository } from './repositories/reply-drafts.repository';

export interface ProposedReply {
  text: string;
  question: string;
  reason: string;
  citations: readonly DraftCitation[];
}

export interface ReplyDraftsQuery {
  limit: number;
  cursor?: string;
  status: ReplyDraftStatus;
  conversationId?: string;
}

/** Answers that wait for a person. */
@Injectable()
export class ReplyDrafts {
  constructor(
    private readonly drafts: ReplyDraftsRepository,
    private readonly moves: ReplyDraftMoves,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Made once for an effect; it takes the place of one that waits in the conversation. */
  async propose(
    { workspaceId, conversationId }: Pick<LaneView, 'workspaceId' | 'conversationId'>,
    proposed: ProposedReply,
    effectId: string,
  ): Promise<{ draftId: string }> {
    const id = stableId('reply-draft', workspaceId, effectId);
    const made = { status: 'waiting' as const, source: 'flow' as const, createdAt: this.clock.now() };
    const isNew = await this.moves.propose({ ...proposed, id, workspaceId, conversationId, ...made });
    // A crash may have come after it was kept: then what it replaces is told from the time that is on record.
    const at = isNew ? made.createdAt : (await this.drafts.find(workspaceId, id))?.createdAt;
    if (at !== undefined)
      await this.moves.supersedeRepeatedly({ workspaceId, conversationId }, { by: 'newer_draft', at, exceptId: id });
    return { draftId: id };
  }

  /** What waits since then or before is of no use any more. Idempotent. */
  async retract(
    { workspaceId, conversationId }: Pick<LaneView, 'workspaceId' | 'conversationId'>,
    by: Retraction,
    at: Date,
  ): Promise<void> {
    await this.moves.supersedeRepeatedly({ workspaceId, conversationId }, { by, at });
  }

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list({ workspaceId }: RequestContext, query: ReplyDraftsQuery): Promise<Page<ReplyDraft>> {
    const { limit, cursor, status, conversationId } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const of = conversationId === undefined ? {} : { conversationId: conversationId as ConversationId };
    const rows = await this.drafts.list(workspaceId, { status, ...of }, { limit: limit + 1, after });
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** Those that wait for a person, newest first. One command. */
  waiting(workspaceId: WorkspaceId, limit: number): Promise<ReplyDraft[]> {
    return this.drafts.list(workspaceId, { status: 'waiting' }, { limit });
  }

  /** @throws DomainError AUTOMATION.DRAFT_NOT_FOUND */
  async get({ workspaceId }: RequestContext, draftId: string): Promise<ReplyDraft> {
    const draft = await this.drafts.find(workspaceId, draftId);
    if (draft === null) throw replyDraftNotFound();
    return draft;
  }

  /** @throws DomainError AUTOMATION.DRAFT_NOT_FOUND, AUTOMATION.DRAFT_DECIDED */
  async discard(context: RequestContext, draftId: string): Promise<ReplyDraft> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const draft = await this.get(context, draftId);
      const { userId } = authorOf(context);
      const at = this.clock.now();
      const set = { decidedAt: at, ...(userId === undefined ? {} : { decidedBy: userId }) };
      const move = { from: ['suggested', 'waiting'], change: 'discarded', at, set } as const;
      if (!(await this.moves.decide(draft, move))) throw replyDraftDecided(draft);
      await record({ action: 'reply-draft.discarded', workspaceId, target: draftId });
    });
    return this.get(context, draftId);
  }
}
