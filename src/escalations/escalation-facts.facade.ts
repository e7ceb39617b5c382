import { Injectable } from '@nestjs/common';
import { EscalationFactsRepository } from './repositories/escalation-facts.repository';

export type { EscalationFact } from './repositories/escalation-facts.repository';

/** Escalations, as reports count them. */
@Injectable()
export class EscalationFacts extends EscalationFactsRepository {}
