import { Injectable } from '@nestjs/common';
import { Clock, type ConversationId, type WorkspaceId } from '../shared/kernel';
import type { Escalation } from './domain/escalation';
import { type HoldRule } from './domain/hold-rule';
import type { Severity } from './domain/severity';
import { EscalationOpener } from './escalation-opener.service';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationsService } from './escalations.service';
import { EscalationsRepository } from './repositories/escalations.repository';

export interface OpenEscalation {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** Unique id of what asks for a person; the bot is held under the same id. */
  sourceId: string;
  reason: string;
  /** Cut to 140 characters. */
  summary: string;
  /** ai: the assistant said that a person is needed. */
  createdBy: 'ai' | 'flow';
  /** What it is taken for; the rules of the workspace come first. */
  severity?: Severity;
  at: Date;
}

/** For domains that hand a conversation over to a person. */
@Injectable()
export class EscalationsFacade {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly service: EscalationsService,
    private readonly opener: EscalationOpener,
    private readonly policy: EscalationPolicy,
    private readonly clock: Clock,
  ) {}

  /** Whether the conversation waits for a person. */
  isOpenIn(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<boolean> {
    return this.escalations.isOpenIn(workspaceId, conversationId);
  }

  /**
   * The escalation of this source: a new one, the conversation's open one, or, when repeated after a crash, the one it
   * led to before, also if that was closed meanwhile. Not within a transaction.
   * @throws DomainError ESCALATION.CONTENDED when others keep opening and closing at the same moment.
   */
  async open({ at, ...request }: OpenEscalation): Promise<{ escalationId: string }> {
    const by = { at, from: request.createdBy };
    const { id } = await this.opener.open({ ...request, by, correlationId: request.sourceId });
    return { escalationId: id };
  }

  /** How long the bot is to be silent in a handoff. From memory. */
  holdRuleOf(workspaceId: WorkspaceId): Promise<HoldRule> {
    return this.policy.holdOf(workspaceId);
  }

  /**
   * What the customer is told when a person is called, in the words of the workspace; null: it has none for this.
   * @param language BCP 47, of the customer
   */
  async holdingText(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    language: string,
  ): Promise<{ text: string | null; again: boolean }> {
    const again = (await this.escalations.findOpen(workspaceId, conversationId)) !== null;
    const at = this.clock.now();
    return { text: await this.policy.holdingTextOf(workspaceId, { language, again, at }), again };
  }

  /** Open ones, most urgent first, then those that wait longest. One command. */
  async mostUrgent(workspaceId: WorkspaceId, limit: number): Promise<Escalation[]> {
    return (await this.service.queue(workspaceId, { limit })).items;
  }
}
