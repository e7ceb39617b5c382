import { Injectable } from '@nestjs/common';
import { MessageFactsRepository } from '../repositories/message-facts.repository';

export type { MessageFact, ReportedConversation } from '../repositories/message-facts.repository';
export type { CountedThread, ThreadFact } from '../repositories/thread-parts';

/** Messages and their conversations, as reports count them. */
@Injectable()
export class MessageFacts extends MessageFactsRepository {}
