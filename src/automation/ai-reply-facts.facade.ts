import { Injectable } from '@nestjs/common';
import { AiReplyFactsRepository } from './repositories/ai-reply-facts.repository';

export type { AiReplyFact } from './repositories/ai-reply-facts.repository';

/** What models have answered, as reports count them. */
@Injectable()
export class AiReplyFacts extends AiReplyFactsRepository {}
