import { Injectable } from '@nestjs/common';
import type { ConversationId, WorkspaceId } from '../shared/kernel';
import { DiagnosticLog } from '../shared/observability';
import type { SessionRecord } from './domain/session-record';
import { AutomationSessionsRepository } from './repositories/automation-sessions.repository';

/** Sessions on record, and in the diagnostic log for whoever looks on. */
@Injectable()
export class SessionJournal {
  constructor(
    private readonly sessions: AutomationSessionsRepository,
    private readonly diagnostics: DiagnosticLog,
  ) {}

  async write(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    records: readonly SessionRecord[],
  ): Promise<void> {
    await this.sessions.write(workspaceId, conversationId, records);
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
