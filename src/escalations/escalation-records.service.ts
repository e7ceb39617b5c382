import { Injectable } from '@nestjs/common';
import { DeskFacade } from '../conversations';
import { Transactions } from '../shared/database';
import { DomainEvents, type DomainEventType } from '../shared/events';
import { stableId } from '../shared/kernel';
import { Metrics } from '../shared/observability';
import { type Escalation, type EscalationUpdate, type UpdateKind } from './domain/escalation';
import { isOpen } from './domain/transitions';
import { escalationContended } from './escalations.errors';
import { EscalationLetters } from './escalation-letters.service';
import { EscalationsRepository } from './repositories/escalations.repository';

/** How escalations are written: with what others show of them, and who is told. All of it within a transaction. */
@Injectable()
export class EscalationRecords {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly desk: DeskFacade,
    private readonly events: DomainEvents,
    private readonly letters: EscalationLetters,
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
  ) {}

  /** @throws a duplicate key error when its source led to one before, or the conversation has an open one. */
  async add(escalation: Escalation, correlationId: string): Promise<void> {
    const { workspaceId, conversationId, assigneeId } = escalation;
    await this.escalations.insert(escalation);
    await this.desk.setNeedsHuman(workspaceId, conversationId, true);
    await this.tell('escalation.opened', escalation, 'opened');
    await this.letters.opened(escalation, correlationId, assigneeId);
  }

  /** @throws DomainError ESCALATION.CONTENDED when somebody changed it since, or the conversation has another open one. */
  async save(before: Escalation, after: Escalation, correlationId: string): Promise<void> {
    const { workspaceId, conversationId } = after;
    if (!(await this.escalations.replace(before, after))) throw escalationContended();
    if (isOpen(before.status) !== isOpen(after.status))
      await this.desk.setNeedsHuman(workspaceId, conversationId, isOpen(after.status));
    const last = after.updates.at(-1);
    if (after.assigneeId !== before.assigneeId) await this.give(after, correlationId, last);
    await this.tell('escalation.changed', after, last?.kind ?? 'note', last);
  }

  /** Whoever has it has the conversation, too; who took it, or was given the conversation, knows. */
  private async give(escalation: Escalation, correlationId: string, by?: EscalationUpdate): Promise<void> {
    const { workspaceId, conversationId, assigneeId = null } = escalation;
    if ((await this.desk.assigneeOf(workspaceId, conversationId)) !== assigneeId)
      await this.desk.assign(workspaceId, conversationId, assigneeId);
    if (assigneeId === null || by?.userId === assigneeId || by?.from === 'system') return;
    await this.letters.assigned(escalation, correlationId, assigneeId);
  }

  private tell(
    type: DomainEventType,
    escalation: Escalation,
    change: UpdateKind,
    by?: EscalationUpdate,
  ): Promise<void> {
    this.transactions.afterCommit(() => this.metrics.escalations.inc({ change }));
    const { id, workspaceId, conversationId, revision, updatedAt } = escalation;
    const { status, severity, reason, summary, assigneeId = null, followUpCount } = escalation;
    return this.events.record({
      id: stableId(type, id, String(revision)),
      type,
      workspaceId,
      conversationId,
      subjectId: id,
      at: updatedAt,
      data: {
        change,
        status,
        severity,
        reason,
        summary,
        assigneeId,
        followUpCount,
        by: by?.userId ?? by?.from ?? null,
      },
    });
  }
}
