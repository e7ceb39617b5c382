import { Injectable } from '@nestjs/common';
import { type TimelineEntry, TimelineSource, type TimelineSubject } from '../crm';
import { Contributions, type CursorPosition } from '../shared/kernel';
import { EscalationsRepository } from './repositories/escalations.repository';

/** Escalations in the timeline of a contact. */
@Injectable()
export class EscalationsTimeline extends TimelineSource {
  readonly kinds = ['escalation'] as const;

  constructor(
    contributions: Contributions,
    private readonly escalations: EscalationsRepository,
  ) {
    super();
    contributions.provide(TimelineSource, this);
  }

  override async list(
    { workspaceId, conversationIds }: TimelineSubject,
    _kind: 'escalation',
    limit: number,
    after?: CursorPosition,
  ): Promise<readonly TimelineEntry[]> {
    if (conversationIds.length === 0) return [];
    const page = { limit, ...(after === undefined ? {} : { after }) };
    const rows = await this.escalations.listOfConversations(workspaceId, conversationIds, page);
    return rows.map(({ id, createdAt, conversationId, status, severity, reason, summary, resolvedAt = null }) => ({
      kind: 'escalation',
      id,
      at: createdAt,
      conversationId,
      data: { status, severity, reason, summary, resolvedAt: resolvedAt?.toISOString() ?? null },
    }));
  }
}
