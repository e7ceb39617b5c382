import { Injectable } from '@nestjs/common';
import { ConversationsFacade, WritingFacade } from '../../conversations';
import { AuditedChanges } from '../../shared/database';
import { authorOf, Clock, DomainError, type RequestContext, stableId } from '../../shared/kernel';
import { replyDraftDecided } from '../automation.errors';
import { editDistanceOf, overtakenBy, type ReplyDraft, type ReplyDraftStatus } from './domain/reply-draft';
import { ReplyDraftMoves } from './reply-draft-moves.service';
import { ReplyDrafts } from './reply-drafts.service';

/** So long a message may take to be handed over; what takes longer has met a crash, and whoever asks next ends it. */
const HANDING_OVER_MS = 30_000;
/** Messages that are looked at for what has overtaken a suggestion. */
const LOOKED_AT = 20;

const OPEN: readonly ReplyDraftStatus[] = ['suggested', 'waiting'];

/** Of the message that a draft becomes: named after it, so that it goes out once however often it is asked for. */
const messageIdOf = ({ id }: Pick<ReplyDraft, 'id'>): string => stableId('draft-message', id);

/** Sends drafts. Of two people who send one at once, the first one's words go out, and the other learns of them. */
@Injectable()
export class ReplyDraftSending {
  constructor(
    private readonly all: ReplyDrafts,
    private readonly moves: ReplyDraftMoves,
    private readonly conversations: ConversationsFacade,
    private readonly writing: WritingFacade,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * As it is, or as the person changed it. The draft is taken before the message is handed over, so that its words are
   * those that are on record. @throws DomainError AUTOMATION.DRAFT_NOT_FOUND, AUTOMATION.DRAFT_DECIDED, MESSAGE.CONTENT,
   * MESSAGE.WINDOW_CLOSED
   */
  async send(context: RequestContext, draftId: string, text?: string): Promise<ReplyDraft & { messageId: string }> {
    const draft = await this.all.get(context, draftId);
    if (!OPEN.includes(draft.status)) return this.again(context, draft, text);
    await this.refuseOvertaken(draft);
    const sentText = text ?? draft.text;
    const { userId } = authorOf(context);
    const change = {
      sentText,
      editDistance: editDistanceOf(draft.text, sentText),
      decidedAt: this.clock.now(),
      ...(userId === undefined ? {} : { decidedBy: userId }),
    };
    if (!(await this.moves.takeInHand(draft, change)))
      return this.again(context, await this.all.get(context, draftId), text);
    return this.handOver(context, { ...draft, ...change }, draft.status);
  }

  /** What the conversation has said since it was suggested. @throws DomainError AUTOMATION.DRAFT_DECIDED */
  async refuseOvertaken(draft: ReplyDraft): Promise<void> {
    const { workspaceId, conversationId } = draft;
    if (draft.source !== 'suggestion') return;
    const said = await this.conversations.thread(workspaceId, conversationId, { limit: LOOKED_AT });
    const by = overtakenBy(draft, said);
    if (by === null) return;
    const at = this.clock.now();
    const set = { supersededBy: by, decidedAt: at };
    await this.moves.decideAlone(draft, { from: OPEN, change: 'superseded', at, set });
    throw replyDraftDecided({ ...draft, status: 'superseded', ...set });
  }

  /** The same words of the same person are the same wish; anything else comes too late. */
  private async again(context: RequestContext, draft: ReplyDraft, text?: string) {
    const { status, decidedAt, decidedBy, sentText } = draft;
    const isSame = decidedBy === authorOf(context).userId && (text ?? draft.text) === sentText;
    if (status === 'sent' && isSame) return { ...draft, messageId: messageIdOf(draft) };
    const isStuck = decidedAt !== undefined && this.clock.now().getTime() - decidedAt.getTime() > HANDING_OVER_MS;
    // Its words are taken as they stand, whoever asks.
    if (status === 'sending' && (isSame || isStuck)) {
      const sent = await this.handOver(context, draft, 'waiting');
      if (isSame) return sent;
      throw replyDraftDecided(sent);
    }
    throw replyDraftDecided(draft);
  }

  private async handOver(context: RequestContext, draft: ReplyDraft, before: ReplyDraftStatus) {
    const { workspaceId, conversationId, sentText = draft.text, editDistance = 0 } = draft;
    const messageId = messageIdOf(draft);
    try {
      await this.writing.write(context, conversationId, sentText, messageId);
    } catch (error) {
      if (error instanceof DomainError) await this.moves.giveBack(draft, before);
      throw error;
    }
    await this.changes.run(context, async (record) => {
      if (!(await this.moves.decide(draft, { from: ['sending'], change: 'sent', at: this.clock.now() }))) return;
      await record({ action: 'reply-draft.sent', workspaceId, target: draft.id, details: { editDistance } });
    });
    return { ...draft, status: 'sent' as const, messageId };
  }
}
