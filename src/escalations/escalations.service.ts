import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../conversations';
import { AuditedChanges } from '../shared/database';
import {
  actorIdOf,
  Clock,
  decodeCursor,
  type Page,
  pageOf,
  type RequestContext,
  type WorkspaceId,
} from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { type Escalation, type EscalationStatus, mayBecome } from './domain/escalation';
import { escalationClosed, escalationContended, escalationNotFound } from './escalations.errors';
import { EscalationsRepository } from './repositories/escalations.repository';

const ATTEMPTS = 5;

export interface EscalationsQuery {
  limit: number;
  cursor?: string;
  status?: EscalationStatus;
}

@Injectable()
export class EscalationsService {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly conversations: ConversationsFacade,
    private readonly clock: Clock,
    private readonly changes: AuditedChanges,
    private readonly logger: AppLogger,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list({ workspaceId }: RequestContext, query: EscalationsQuery): Promise<Page<Escalation>> {
    const { limit, cursor, status } = query;
    const rows = await this.escalations.list(workspaceId, {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: decodeCursor(cursor) }),
      ...(status === undefined ? {} : { status }),
    });
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /**
   * Closes it and lets the bot speak again. Should ending the hold fail, the escalation is resolved all the same and
   * `ReleaseHoldsJob` ends it later.
   * @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.CLOSED, ESCALATION.CONTENDED.
   */
  async resolve(context: RequestContext, id: string): Promise<Escalation> {
    const { workspaceId, correlationId } = context;
    const resolved = await this.changes.run(context, async (record) => {
      const escalation = await this.saveResolved(context, id);
      await record({ action: 'escalation.resolved', workspaceId, target: id });
      return escalation;
    });
    try {
      return await this.releaseHold(resolved);
    } catch (err) {
      this.logger.event('warn', 'hold not ended yet, the job will', { workspaceId, correlationId, err });
      return resolved;
    }
  }

  /** Ends every hold that came from the escalation; idempotent. */
  async releaseHold(escalation: Escalation): Promise<Escalation> {
    const { workspaceId, conversationId, sourceIds, id } = escalation;
    for (const sourceId of sourceIds) await this.conversations.endHold(workspaceId, conversationId, { sourceId });
    const holdReleasedAt = this.clock.now();
    await this.escalations.markHoldReleased(workspaceId, id, holdReleasedAt);
    return { ...escalation, holdReleasedAt };
  }

  private async saveResolved(context: RequestContext, id: string): Promise<Escalation> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const current = await this.load(context.workspaceId, id);
      if (!mayBecome(current.status, 'resolved')) throw escalationClosed(current.status);
      const resolved = await this.escalations.resolve(current, actorIdOf(context), this.clock.now());
      if (resolved !== null) return resolved;
    }
    throw escalationContended();
  }

  private async load(workspaceId: WorkspaceId, id: string): Promise<Escalation> {
    const escalation = await this.escalations.findById(workspaceId, id);
    if (escalation === null) throw escalationNotFound();
    return escalation;
  }
}
