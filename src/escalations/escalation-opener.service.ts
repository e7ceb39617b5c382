import { Injectable } from '@nestjs/common';
import { DeskFacade } from '../conversations';
import { isDuplicateKey, Transactions } from '../shared/database';
import { type ConversationId, newId, type WorkspaceId } from '../shared/kernel';
import { begun, type By, neededAgain } from './domain/acts';
import { type Escalation, type EscalationOrigin, REASON_MAX_CHARACTERS, shortened } from './domain/escalation';
import type { Severity } from './domain/severity';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationRecords } from './escalation-records.service';
import { escalationClosed, escalationContended } from './escalations.errors';
import { EscalationsRepository } from './repositories/escalations.repository';

export interface Opening {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** Unique id of what asks for a person; the bot is held under the same id. */
  sourceId: string;
  reason: string;
  /** Cut to 140 characters. */
  summary: string;
  createdBy: EscalationOrigin;
  /** What whoever asks takes it for; the rules of the workspace come first. */
  severity?: Severity;
  by: By;
  correlationId: string;
}

type Opened = { escalation: Escalation; change: 'opened' | 'joined' | 'known' };

const ATTEMPTS = 5;

/** Opens escalations, one for each conversation: a further need joins the one that is open. */
@Injectable()
export class EscalationOpener {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly records: EscalationRecords,
    private readonly policy: EscalationPolicy,
    private readonly desk: DeskFacade,
    private readonly transactions: Transactions,
  ) {}

  /**
   * The escalation of this source: a new one, the conversation's open one, or, when repeated after a crash, the one it
   * led to before, also if that was closed meanwhile. `record` belongs to the change. Not within a transaction.
   * @throws DomainError ESCALATION.CONTENDED when others keep opening and closing at the same moment.
   */
  async open(opening: Opening, record: (opened: Opened) => Promise<void> = async () => undefined): Promise<Escalation> {
    const prepared = await this.prepared(opening);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const opened = await this.attempt(prepared, record);
      if (opened !== null) return opened.escalation;
    }
    throw escalationContended();
  }

  /** Whoever has the conversation has the escalation; where the workspace has a rule for it, somebody gets both. */
  private async prepared(opening: Opening) {
    const { workspaceId, conversationId, reason, summary, severity: proposed } = opening;
    const need = { reason, summary, ...(proposed === undefined ? {} : { proposed }) };
    const [severity, policyOf, isOpen] = [
      await this.policy.severityOf(workspaceId, need),
      await this.policy.slaOf(workspaceId),
      (await this.escalations.findOpen(workspaceId, conversationId)) !== null,
    ];
    const given = isOpen ? null : await this.desk.assignByRule(workspaceId, conversationId, 'handoff');
    const assigneeId = given ?? (await this.desk.assigneeOf(workspaceId, conversationId)) ?? undefined;
    return { ...opening, severity, policyOf, ...(assigneeId === undefined ? {} : { assigneeId }) };
  }

  /** Null: another one came first, so look again. */
  private async attempt(
    opening: Awaited<ReturnType<EscalationOpener['prepared']>>,
    record: (opened: Opened) => Promise<void>,
  ): Promise<Opened | null> {
    try {
      return await this.transactions.run(async () => {
        const opened = await this.within(opening);
        if (opened.change !== 'known') await record(opened);
        return opened;
      });
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  private async within(opening: Awaited<ReturnType<EscalationOpener['prepared']>>): Promise<Opened> {
    const { workspaceId, conversationId, sourceId, policyOf, by, correlationId, ...wanted } = opening;
    const known = await this.escalations.findBySource(workspaceId, sourceId);
    if (known !== null) return { escalation: known, change: 'known' };
    const open = await this.escalations.findOpen(workspaceId, conversationId);
    if (open === null) {
      const beginning = { id: newId(by.at), workspaceId, conversationId, sourceId, ...wanted };
      const reason = shortened(wanted.reason, REASON_MAX_CHARACTERS);
      const escalation = begun({ ...beginning, reason }, by, policyOf(wanted.severity));
      await this.records.add(escalation, correlationId);
      return { escalation, change: 'opened' };
    }
    const joined = neededAgain(open, { sourceId, ...wanted }, by, policyOf);
    if (!joined.ok) throw escalationClosed(open.status);
    await this.records.save(open, joined.escalation, correlationId);
    return { escalation: joined.escalation, change: 'joined' };
  }
}
