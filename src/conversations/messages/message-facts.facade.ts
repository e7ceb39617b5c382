import { Injectable } from '@nestjs/common';
import { MessageFactsRepository } from '../repositories/message-facts.repository';

export type { MessageFact, ReportedConversation, ThreadFact } from '../repositories/message-facts.repository';

/** Messages and their conversations, as reports count them. */
@Injectable()
export class MessageFacts extends MessageFactsRepository {}
