import { Injectable } from '@nestjs/common';
import { Transactions } from '../shared/database';
import { type ConversationId, newId, type UserId, type WorkspaceId } from '../shared/kernel';
import { answered } from './domain/acts';
import { type Escalation, openSince } from './domain/escalation';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationRecords } from './escalation-records.service';
import { EscalationsRepository } from './repositories/escalations.repository';

export interface NoticedAnswer {
  at: Date;
  /** app: Instagram's own. */
  origin: 'person' | 'app';
  userId?: UserId;
}

/** Somebody of the team has written to a person who waits: that is how most escalations are begun with. */
@Injectable()
export class Takeovers {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly records: EscalationRecords,
    private readonly policy: EscalationPolicy,
    private readonly transactions: Transactions,
  ) {}

  /** Idempotent; what came before the escalation is no answer to it. */
  async notice(workspaceId: WorkspaceId, conversationId: ConversationId, answer: NoticedAnswer): Promise<void> {
    if (!awaits(await this.escalations.findOpen(workspaceId, conversationId), answer)) return;
    const policyOf = await this.policy.slaOf(workspaceId);
    await this.transactions.run(async () => {
      const open = await this.escalations.findOpen(workspaceId, conversationId);
      if (!awaits(open, answer)) return;
      const { at, origin, userId } = answer;
      const by = { at, from: origin === 'app' ? ('app' as const) : ('human' as const) };
      const acted = answered(open, { ...by, ...(userId === undefined ? {} : { userId }) }, policyOf(open.severity));
      if (acted.ok) await this.records.save(open, acted.escalation, newId(at));
    });
  }
}

function awaits(escalation: Escalation | null, { at }: NoticedAnswer): escalation is Escalation {
  if (escalation === null || at < openSince(escalation)) return false;
  return escalation.status === 'pending' || escalation.sla.firstResponse.metAt === undefined;
}
