import { Injectable } from '@nestjs/common';
import type { TraceEntry } from '../flows';
import { type ConversationId, decodeCursor, type Page, pageOf, type WorkspaceId } from '../shared/kernel';
import { DiagnosticLog } from '../shared/observability';
import type { AutomationTurn } from './domain/decide-turn';
import type { SessionRecord } from './domain/session-record';
import { AutomationSessionsRepository, type ListedSession } from './repositories/automation-sessions.repository';

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

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(workspaceId: WorkspaceId, limit: number, cursor?: string): Promise<Page<ListedSession>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.sessions.list(workspaceId, limit + 1, after);
    return pageOf(rows, limit, ({ startedAt, id }) => ({ at: startedAt, id }));
  }

  closeForgotten(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    known: { sessionIds: readonly string[]; startedBefore: Date },
  ): Promise<void> {
    return this.sessions.closeForgotten(workspaceId, conversationId, known);
  }

  /** Where what a decision did is to be noted; none while nobody wants to know. */
  newTrace(): TraceEntry[] | undefined {
    return this.diagnostics.isOn('flow_node') ? [] : undefined;
  }

  /** The way through the flow. A turn that is decided again, since somebody came in between, shows twice. */
  noteSteps({ lane, event }: AutomationTurn, trace: readonly TraceEntry[]): void {
    const { workspaceId, conversationId } = lane;
    for (const { kind, ...rest } of trace) {
      this.diagnostics.log({
        category: 'flow_node',
        level: 'debug',
        message: `node.${kind}`,
        workspaceId,
        conversationId,
        details: { event: event.kind, ...rest },
      });
    }
  }
}
