import { Injectable } from '@nestjs/common';
import { Transactions } from '../shared/database';
import { DomainEvents } from '../shared/events';
import { newId, stableId } from '../shared/kernel';
import { Metrics } from '../shared/observability';
import type { Escalation } from './domain/escalation';
import type { SlaNotice } from './domain/sla';
import { EscalationLetters } from './escalation-letters.service';

/** Who is told that an escalation is about to be late, or is. Within the transaction that notes it. */
@Injectable()
export class SlaNews {
  constructor(
    private readonly events: DomainEvents,
    private readonly letters: EscalationLetters,
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
  ) {}

  async tell(escalation: Escalation, notice: SlaNotice, at: Date): Promise<void> {
    const { goal, phase } = notice;
    await this.announce(escalation, notice, at);
    await this.letters.late(escalation, notice, newId(at));
    this.transactions.afterCommit(() => this.metrics.slaNotices.inc({ subject: 'escalation', goal, phase }));
  }

  private async announce(escalation: Escalation, { goal, phase, dueAt }: SlaNotice, at: Date): Promise<void> {
    const { id, workspaceId, conversationId, severity, status, assigneeId = null, summary } = escalation;
    await this.events.record({
      id: stableId('escalation.breached', id, goal, phase, dueAt.toISOString()),
      type: 'escalation.breached',
      workspaceId,
      conversationId,
      subjectId: id,
      at,
      data: { goal, phase, dueAt: dueAt.toISOString(), severity, status, assigneeId, summary },
    });
  }
}
