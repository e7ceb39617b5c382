import { Injectable } from '@nestjs/common';
import { type DomainEvent, DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, stableId, type WorkspaceId } from '../../shared/kernel';
import { DiagnosticLog } from '../../shared/observability';
import type { SessionRecord } from '../domain/session-record';
import { AutomationSessionsRepository } from '../repositories/automation-sessions.repository';

/** Sessions on record, told to front ends, and in the diagnostic log for whoever looks on. */
@Injectable()
export class SessionJournal {
  constructor(
    private readonly sessions: AutomationSessionsRepository,
    private readonly diagnostics: DiagnosticLog,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async write(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    records: readonly SessionRecord[],
  ): Promise<void> {
    await this.sessions.write(workspaceId, conversationId, records);
    const at = this.clock.now();
    await this.events.publish(records.map((record) => changed(record, { workspaceId, conversationId, at })));
    for (const { sessionId, instanceId, versionId, status, revision } of records) {
      this.diagnostics.log({
        category: revision === 1 ? 'automation' : 'automation_step',
        level: status === 'failed' ? 'error' : 'info',
        message: revision === 1 ? 'session.started' : `session.${status}`,
        workspaceId,
        sessionId,
        conversationId,
        details: { instanceId, versionId, status, revision },
      });
    }
  }

  closeForgotten(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    known: { sessionIds: readonly string[]; startedBefore: Date },
  ): Promise<void> {
    return this.sessions.closeForgotten(workspaceId, conversationId, known);
  }
}

/** Of this change of status, however often the turn is repeated. */
function changed(
  { sessionId, instanceId, status, revision }: SessionRecord,
  about: Pick<DomainEvent, 'workspaceId' | 'at'> & { conversationId: ConversationId },
): DomainEvent {
  const id = stableId('automation-session.changed', sessionId, String(revision));
  return { id, type: 'automation-session.changed', subjectId: sessionId, ...about, data: { status, instanceId } };
}
