import { Injectable } from '@nestjs/common';
import { FollowupFactsRepository } from './repositories/followup-facts.repository';

export type { FollowupFact } from './repositories/followup-facts.repository';

/** Follow-ups, as reports count them. */
@Injectable()
export class FollowupFacts extends FollowupFactsRepository {}
