import { Injectable } from '@nestjs/common';
import { type LaneView, WritingFacade } from '../../conversations';
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
} from '../../shared/kernel';
import { replyDraftDecided, replyDraftNotFound } from '../automation.errors';
import { type DraftCitation, editDistanceOf, type ReplyDraft, type ReplyDraftStatus } from './domain/reply-draft';
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
    private readonly writing: WritingFacade,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Made once for an effect; it takes the place of one that waits in the conversation. */
  async propose(lane: LaneView, proposed: ProposedReply, effectId: string): Promise<{ draftId: string }> {
    const { workspaceId, conversationId } = lane;
    const createdAt = this.clock.now();
    const id = stableId('reply-draft', workspaceId, effectId);
    const draft = { ...proposed, id, workspaceId, conversationId, status: 'waiting' as const, createdAt };
    if (await this.drafts.insertIfNew(draft))
      await this.drafts.supersede(workspaceId, conversationId, { id, at: createdAt });
    return { draftId: id };
  }

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list({ workspaceId }: RequestContext, query: ReplyDraftsQuery): Promise<Page<ReplyDraft>> {
    const { limit, cursor, status, conversationId } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const of = conversationId === undefined ? {} : { conversationId: conversationId as ConversationId };
    const rows = await this.drafts.list(workspaceId, { status, ...of }, { limit: limit + 1, after });
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError AUTOMATION.DRAFT_NOT_FOUND */
  async get({ workspaceId }: RequestContext, draftId: string): Promise<ReplyDraft> {
    const draft = await this.drafts.find(workspaceId, draftId);
    if (draft === null) throw replyDraftNotFound();
    return draft;
  }

  /**
   * As it is, or as the person changed it. The message is named after the draft, so that it goes out once however often
   * this is asked. @throws DomainError AUTOMATION.DRAFT_NOT_FOUND, AUTOMATION.DRAFT_DECIDED, MESSAGE.CONTENT
   */
  async send(context: RequestContext, draftId: string, text?: string): Promise<ReplyDraft & { messageId: string }> {
    const draft = await this.get(context, draftId);
    const messageId = stableId('draft-message', draftId);
    if (draft.status === 'sent') return { ...draft, messageId };
    if (draft.status !== 'waiting') throw replyDraftDecided(draft.status);
    const sentText = text ?? draft.text;
    await this.writing.write(context, draft.conversationId, sentText, messageId);
    const editDistance = editDistanceOf(draft.text, sentText);
    return { ...(await this.decide(context, draft, 'sent', { sentText, editDistance })), messageId };
  }

  /** @throws DomainError AUTOMATION.DRAFT_NOT_FOUND, AUTOMATION.DRAFT_DECIDED */
  async discard(context: RequestContext, draftId: string): Promise<ReplyDraft> {
    const draft = await this.get(context, draftId);
    if (draft.status !== 'waiting') throw replyDraftDecided(draft.status);
    return this.decide(context, draft, 'discarded', {});
  }

  private async decide(
    context: RequestContext,
    draft: ReplyDraft,
    status: 'sent' | 'discarded',
    what: Pick<ReplyDraft, 'sentText' | 'editDistance'>,
  ): Promise<ReplyDraft> {
    const { workspaceId } = context;
    const { userId } = authorOf(context);
    const decided = { ...what, decidedAt: this.clock.now(), ...(userId === undefined ? {} : { decidedBy: userId }) };
    return this.changes.run(context, async (record) => {
      if (!(await this.drafts.decide(workspaceId, draft.id, status, decided))) return this.get(context, draft.id);
      const { editDistance } = what;
      const details = editDistance === undefined ? {} : { details: { editDistance } };
      await record({ action: `reply-draft.${status}`, workspaceId, target: draft.id, ...details });
      return { ...draft, status, ...decided };
    });
  }
}
