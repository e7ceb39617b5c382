import { Injectable } from '@nestjs/common';
import {
  type ConversationId,
  decodeCursor,
  invalidCursor,
  type Page,
  pageOf,
  type RequestContext,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import type { Escalation } from './domain/escalation';
import { rankOf, type Severity } from './domain/severity';
import type { EscalationStatus } from './domain/transitions';
import { escalationNotFound } from './escalations.errors';
import { EscalationsRepository, type UrgencyPosition } from './repositories/escalations.repository';

export interface EscalationsQuery {
  limit: number;
  cursor?: string;
  conversationId?: string;
  status?: EscalationStatus;
  severity?: Severity;
  /** `me`, `none` or the id of a member. */
  assignee?: string;
}

/** What there is to see of escalations. */
@Injectable()
export class EscalationsService {
  constructor(private readonly escalations: EscalationsRepository) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(
    context: Pick<RequestContext, 'workspaceId' | 'actor'>,
    query: EscalationsQuery,
  ): Promise<Page<Escalation>> {
    const { limit, cursor, conversationId, assignee, ...rest } = query;
    const filter = {
      ...(rest.status === undefined ? {} : { status: rest.status }),
      ...(rest.severity === undefined ? {} : { severity: rest.severity }),
      ...(conversationId === undefined ? {} : { conversationId: conversationId as ConversationId }),
      ...(assignee === undefined ? {} : { assigneeId: assigneeOf(context, assignee) }),
    };
    const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
    const rows = await this.escalations.list(context.workspaceId, filter, { limit: limit + 1, ...after });
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** Open ones, most urgent first, then those that wait longest. @throws DomainError CURSOR.INVALID. */
  async queue(
    workspaceId: WorkspaceId,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<Escalation>> {
    const after = cursor === undefined ? undefined : urgencyOf(cursor);
    const rows = await this.escalations.listUrgent(workspaceId, {
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
    });
    return pageOf(rows, limit, ({ severity, createdAt, id }) => ({ at: createdAt, id: `${rankOf(severity)}:${id}` }));
  }

  /** @throws DomainError ESCALATION.NOT_FOUND. */
  async get({ workspaceId }: Pick<RequestContext, 'workspaceId'>, id: string): Promise<Escalation> {
    const escalation = await this.escalations.findById(workspaceId, id);
    if (escalation === null) throw escalationNotFound();
    return escalation;
  }
}

/** Of what is asked for as `none`, nobody; a program has none of its own, so `me` finds nothing for it. */
function assigneeOf({ actor }: Pick<RequestContext, 'actor'>, assignee: string): UserId | null {
  if (assignee === 'none') return null;
  if (assignee !== 'me') return assignee as UserId;
  return actor.kind === 'user' ? actor.userId : ('' as UserId);
}

function urgencyOf(cursor: string): UrgencyPosition {
  const { at, id } = decodeCursor(cursor);
  const [, rank, escalationId] = /^(\d):(.+)$/.exec(id) ?? [];
  if (rank === undefined || escalationId === undefined) throw invalidCursor();
  return { at, rank: Number(rank), id: escalationId };
}
