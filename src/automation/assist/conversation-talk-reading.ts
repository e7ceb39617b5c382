import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConversationsFacade, saidIn, type ShownMessage } from '../../conversations';
import { type ConversationTalk, ConversationTalks } from '../../knowledge';
import { Contributions, type ConversationId, type RequestContext } from '../../shared/kernel';
import { spoken } from '../ai/conversation-memory';
import { messageNotInConversation, nothingToAnswer } from '../automation.errors';
import { lastQuestion } from './domain/last-question';

const READ = 50;
/** As many as a case of a golden set holds, and as long. */
const HISTORY = 20;
const MESSAGE_MAX = 2_000;

/** Conversations as golden sets take them: what customers have written, with what was said before. */
@Injectable()
export class ConversationTalkReading extends ConversationTalks implements OnModuleInit {
  constructor(
    private readonly conversations: ConversationsFacade,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ConversationTalks, this);
  }

  /** @throws DomainError CONVERSATION.NOT_FOUND, ASSIST.NOTHING_TO_ANSWER, ASSIST.MESSAGE_NOT_FOUND */
  override async read(
    { workspaceId }: RequestContext,
    conversationId: ConversationId,
    messageId?: string,
  ): Promise<ConversationTalk> {
    const newest = await this.conversations.thread(workspaceId, conversationId, { limit: READ });
    const { text, before } = messageId === undefined ? lastSaid(newest) : saidBy(newest, messageId);
    const history = before
      .map(spoken)
      .filter((past) => past.text !== '')
      .slice(0, HISTORY)
      .reverse()
      .map(({ from, text: said }) => ({ from, text: said.slice(0, MESSAGE_MAX) }));
    return { message: text.slice(0, MESSAGE_MAX), history };
  }
}

interface Said {
  text: string;
  /** Newest first. */
  before: readonly ShownMessage[];
}

function lastSaid(newest: readonly ShownMessage[]): Said {
  const question = lastQuestion(newest);
  if (question === null) throw nothingToAnswer();
  return { text: question.text, before: newest.filter(({ at }) => at < question.from) };
}

function saidBy(newest: readonly ShownMessage[], messageId: string): Said {
  const index = newest.findIndex(({ id, direction }) => id === messageId && direction === 'in');
  const message = newest[index];
  if (message === undefined || saidIn(message) === '') throw messageNotInConversation();
  return { text: saidIn(message), before: newest.slice(index + 1) };
}
