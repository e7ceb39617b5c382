import { Injectable } from '@nestjs/common';
import { conversationNotFound, ConversationsFacade } from '../../conversations';
import { ReplySuggestions, type Suggestions } from '../../knowledge';
import { Transactions } from '../../shared/database';
import { type ConversationId, Clock, newId, type RequestContext } from '../../shared/kernel';
import { ConversationMemory } from '../ai/conversation-memory';
import { nothingToAnswer } from '../automation.errors';
import type { ReplyDraft } from '../drafts/domain/reply-draft';
import { ReplyDraftMoves } from '../drafts/reply-draft-moves.service';
import { type LastQuestion, lastQuestion } from './domain/last-question';

const READ = 40;

export interface SuggestionWishes {
  /** What the person wants of the reply. */
  task?: string | undefined;
  itemIds?: string[] | undefined;
  count?: number | undefined;
}

export interface MadeSuggestions extends Omit<Suggestions, 'suggestions'> {
  question: string;
  suggestions: (ReplyDraft & { failed: Suggestions['suggestions'][number]['failed'] })[];
}

/** Replies that a person may take, made when they ask. Nothing is ever sent by itself. */
@Injectable()
export class ConversationSuggestions {
  constructor(
    private readonly conversations: ConversationsFacade,
    private readonly memory: ConversationMemory,
    private readonly replies: ReplySuggestions,
    private readonly drafts: ReplyDraftMoves,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * In the place of those that were made before. Ends within 20 seconds.
   * @throws DomainError CONVERSATION.NOT_FOUND, ASSIST.NOTHING_TO_ANSWER
   */
  async make(
    { workspaceId }: RequestContext,
    conversationId: ConversationId,
    { task, itemIds, count }: SuggestionWishes,
  ): Promise<MadeSuggestions> {
    const newest = await this.conversations.thread(workspaceId, conversationId, { limit: READ });
    const question = lastQuestion(newest);
    if (question === null) throw nothingToAnswer();
    const remembered = await this.memory.of({ workspaceId, conversationId }, question.text);
    const made = await this.replies.suggest({
      workspaceId,
      conversationId,
      task: task ?? null,
      message: { text: question.text },
      ...remembered,
      ...(itemIds === undefined ? {} : { itemIds }),
      ...(count === undefined ? {} : { count }),
    });
    const lane = { workspaceId, conversationId };
    const suggestions = made.suggestions.map((one) => ({ draft: draftOf(lane, one, question, this.clock.now()), one }));
    await this.keep(
      lane,
      suggestions.map(({ draft }) => draft),
    );
    const shown = suggestions.map(({ draft, one }) => ({ ...draft, failed: one.failed }));
    return { ...made, question: question.text, suggestions: shown };
  }

  /** The conversation may have been erased while the model thought. */
  private async keep(
    { workspaceId, conversationId }: Pick<ReplyDraft, 'workspaceId' | 'conversationId'>,
    drafts: readonly ReplyDraft[],
  ): Promise<void> {
    if (!(await this.conversations.exists(workspaceId, conversationId))) throw conversationNotFound();
    const at = this.clock.now();
    await this.transactions.run(() => this.drafts.suggest({ workspaceId, conversationId }, drafts, at));
  }
}

function draftOf(
  lane: Pick<ReplyDraft, 'workspaceId' | 'conversationId'>,
  { text, mode, reason, citations }: Suggestions['suggestions'][number],
  question: LastQuestion,
  createdAt: Date,
): ReplyDraft {
  return {
    id: newId(),
    ...lane,
    status: 'suggested',
    source: 'suggestion',
    mode,
    text,
    question: question.text,
    reason,
    citations: citations.map(({ itemId, title }) => ({ itemId, title })),
    answersUpTo: question.upTo,
    createdAt,
  };
}
