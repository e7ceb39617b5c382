import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../../conversations';
import { AuditedChanges } from '../../shared/database';
import { type ConversationId, Clock, type RequestContext, stableId } from '../../shared/kernel';
import { replyDraftDecided, replyDraftNotFound } from '../automation.errors';
import type { ReplyDraft } from '../drafts/domain/reply-draft';
import { ReplyDraftMoves } from '../drafts/reply-draft-moves.service';
import { ReplyDraftSending } from '../drafts/reply-draft-sending.service';
import { ReplyDrafts } from '../drafts/reply-drafts.service';

/** Suggestions that become drafts. */
@Injectable()
export class TakenSuggestions {
  constructor(
    private readonly all: ReplyDrafts,
    private readonly moves: ReplyDraftMoves,
    private readonly sending: ReplyDraftSending,
    private readonly conversations: ConversationsFacade,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * It takes the place of a draft that waits in the conversation. The same again changes nothing.
   * @throws DomainError AUTOMATION.DRAFT_NOT_FOUND, AUTOMATION.DRAFT_DECIDED
   */
  async take(context: RequestContext, conversationId: ConversationId, draftId: string): Promise<ReplyDraft> {
    const draft = await this.all.get(context, draftId);
    if (draft.conversationId !== conversationId || draft.source !== 'suggestion') throw replyDraftNotFound();
    if (draft.status === 'suggested') await this.move(context, draft);
    else if (draft.status !== 'waiting') throw replyDraftDecided(draft);
    return this.all.get(context, draftId);
  }

  private async move(context: RequestContext, draft: ReplyDraft): Promise<void> {
    await this.sending.refuseOvertaken(draft);
    const { id: draftId, workspaceId, conversationId } = draft;
    const at = this.clock.now();
    await this.changes.run(context, async (record) => {
      if (!(await this.moves.decide(draft, { from: ['suggested'], change: 'taken', at })))
        throw replyDraftDecided(draft);
      await this.moves.supersede({ workspaceId, conversationId }, { by: 'newer_draft', at, exceptId: draftId });
      await record({ action: 'reply-draft.taken', workspaceId, target: draftId });
      await this.tellConversation(context, draft);
    });
  }

  /** So that it is retracted when something else is said. */
  private async tellConversation({ correlationId }: RequestContext, draft: ReplyDraft): Promise<void> {
    const { id: draftId, workspaceId, conversationId } = draft;
    const order = { id: stableId('draft-taken', draftId), command: 'draft' as const, data: { draftId }, correlationId };
    await this.conversations.orderWithin(workspaceId, conversationId, order);
  }
}
