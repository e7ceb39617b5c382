import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../../conversations';
import type { Awaiting } from '../../flows';
import { type ConversationId, decodeCursor, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { sessionNotFound } from '../automation.errors';
import { type AutomationRun, readState } from '../domain/automation-state';
import type { PauseReason } from '../domain/explanation';
import { recordOfRun } from '../domain/session-record';
import {
  AutomationSessionsRepository,
  type ListedSession,
  type SessionFilter,
} from '../repositories/automation-sessions.repository';

export type { SessionFilter };

/** Where an open session is at this moment. */
export interface LiveSession {
  awaiting: { kind: Awaiting['kind']; nodeId: string } | null;
  vars: object;
  lastActivityAt: Date;
  expiresAt: Date;
  pausedBy: PauseReason | null;
}

export interface SessionDetails extends ListedSession {
  /** Null once it has ended. */
  live: LiveSession | null;
}

type Tenant = Pick<RequestContext, 'workspaceId'>;

/** Runs of automations: as their rows tell, and the open ones as their conversations have them now. */
@Injectable()
export class AutomationSessions {
  constructor(
    private readonly sessions: AutomationSessionsRepository,
    private readonly conversations: ConversationsFacade,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list(
    { workspaceId }: Tenant,
    filter: SessionFilter,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<ListedSession>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.sessions.list(workspaceId, limit + 1, after, filter);
    return pageOf(rows, limit, ({ startedAt, id }) => ({ at: startedAt, id }));
  }

  /** @throws DomainError AUTOMATION.SESSION_NOT_FOUND */
  async get({ workspaceId }: Tenant, sessionId: string): Promise<SessionDetails> {
    const row = await this.sessions.find(workspaceId, sessionId);
    if (row === null) throw sessionNotFound();
    const run = await this.openRun({ workspaceId }, row.conversationId);
    return run?.flow.sessionId === sessionId ? current(row, run) : { ...row, live: null };
  }

  /** The open one of a conversation. */
  async openRun({ workspaceId }: Tenant, conversationId: ConversationId): Promise<AutomationRun | null> {
    const standing = await this.conversations.standing(workspaceId, conversationId);
    return standing === null ? null : readState(standing.state).running;
  }
}

/** The row may be older than what the conversation knows. */
function current(row: ListedSession, run: AutomationRun): SessionDetails {
  const { sessionId: _id, revision: _revision, ...record } = recordOfRun(run);
  const { awaiting, vars, lastActivityAt, expiresAt } = run.flow;
  return {
    ...row,
    ...record,
    live: {
      awaiting: awaiting === null ? null : { kind: awaiting.kind, nodeId: awaiting.nodeId },
      vars,
      lastActivityAt: new Date(lastActivityAt),
      expiresAt: new Date(expiresAt),
      pausedBy: run.pausedBy ?? null,
    },
  };
}
