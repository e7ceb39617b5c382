import { Injectable } from '@nestjs/common';
import { OutcomeFactsRepository } from './repositories/outcome-facts.repository';

export type { OutcomeFact } from './repositories/outcome-facts.repository';

/** Outcomes of every goal, as reports count them. */
@Injectable()
export class OutcomeFacts extends OutcomeFactsRepository {}
