import { Injectable } from '@nestjs/common';
import { type ConversationId, newId, type WorkspaceId } from '../shared/kernel';
import { type Escalation, shortSummary } from './domain/escalation';
import { escalationContended } from './escalations.errors';
import { EscalationsRepository } from './repositories/escalations.repository';

export interface OpenEscalation {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** Unique id of what asks for a person; the bot is held under the same id. */
  sourceId: string;
  reason: string;
  /** Cut to 140 characters. */
  summary: string;
  at: Date;
}

const ATTEMPTS = 5;

/** For domains that hand a conversation over to a person. */
@Injectable()
export class EscalationsFacade {
  constructor(private readonly escalations: EscalationsRepository) {}

  /**
   * The escalation of this source: a new one, the conversation's open one, or, when repeated after a crash, the one it
   * led to before, also if that was resolved meanwhile.
   * @throws DomainError ESCALATION.CONTENDED when others keep opening and closing at the same moment.
   */
  async open(request: OpenEscalation): Promise<{ escalationId: string }> {
    const { workspaceId, conversationId, sourceId, at } = request;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const escalation = newEscalation(request);
      if (await this.escalations.insert(escalation)) return { escalationId: escalation.id };
      const found =
        (await this.escalations.findBySource(workspaceId, sourceId)) ??
        (await this.escalations.joinOpen(workspaceId, conversationId, sourceId, at));
      if (found !== null) return { escalationId: found.id };
    }
    throw escalationContended();
  }
}

function newEscalation({ workspaceId, conversationId, sourceId, reason, summary, at }: OpenEscalation): Escalation {
  return {
    id: newId(at),
    workspaceId,
    conversationId,
    sourceIds: [sourceId],
    reason,
    summary: shortSummary(summary),
    status: 'pending',
    createdAt: at,
    updatedAt: at,
  };
}
