import { Injectable } from '@nestjs/common';
import { DeskFacade } from '../conversations';
import { Transactions } from '../shared/database';
import { Clock, type ConversationId, newId, type WorkspaceId } from '../shared/kernel';
import { assigned, released } from './domain/acts';
import { EscalationRecords } from './escalation-records.service';
import { EscalationsRepository } from './repositories/escalations.repository';

/** Whoever is given a conversation in the inbox is given its open escalation. */
@Injectable()
export class EscalationAssignees {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly records: EscalationRecords,
    private readonly desk: DeskFacade,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** By who has the conversation now; idempotent. */
  async follow(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<void> {
    if (!(await this.escalations.isOpenIn(workspaceId, conversationId))) return;
    await this.transactions.run(async () => {
      const open = await this.escalations.findOpen(workspaceId, conversationId);
      const assigneeId = await this.desk.assigneeOf(workspaceId, conversationId);
      if (open === null || (open.assigneeId ?? null) === assigneeId) return;
      const by = { at: this.clock.now(), from: 'system' as const };
      const acted = assigneeId === null ? released(open, by) : assigned(open, assigneeId, by);
      if (acted.ok) await this.records.save(open, acted.escalation, newId(by.at));
    });
  }
}
