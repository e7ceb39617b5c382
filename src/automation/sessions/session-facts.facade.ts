import { Injectable } from '@nestjs/common';
import { SessionFactsRepository } from '../repositories/session-facts.repository';

export type { SessionFact } from '../repositories/session-facts.repository';

/** Runs of automations, as reports count them. */
@Injectable()
export class SessionFacts extends SessionFactsRepository {}
