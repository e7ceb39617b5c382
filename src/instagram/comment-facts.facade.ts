import { Injectable } from '@nestjs/common';
import { CommentFactsRepository } from './repositories/comment-facts.repository';

export type { CommentFact } from './repositories/comment-facts.repository';

/** Answers to comments, as reports count them. */
@Injectable()
export class CommentFacts extends CommentFactsRepository {}
