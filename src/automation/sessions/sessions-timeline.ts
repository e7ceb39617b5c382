import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type TimelineEntry, TimelineSource, type TimelineSubject } from '../../crm';
import { Contributions, type CursorPosition, knownFields } from '../../shared/kernel';
import { AutomationSessionsRepository, type ListedSession } from '../repositories/automation-sessions.repository';

/** Runs of automations in the timeline of a contact. */
@Injectable()
export class SessionsTimeline extends TimelineSource implements OnModuleInit {
  readonly kinds = ['session'] as const;

  constructor(
    private readonly contributions: Contributions,
    private readonly sessions: AutomationSessionsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TimelineSource, this);
  }

  /** One query a lane, of which a contact has few. */
  override async list(
    { workspaceId, conversationIds }: TimelineSubject,
    _kind: 'session',
    limit: number,
    after?: CursorPosition,
  ): Promise<readonly TimelineEntry[]> {
    const lists = await Promise.all(
      conversationIds.map((conversationId) => this.sessions.list(workspaceId, limit, after, { conversationId })),
    );
    return lists.flat().sort(newestFirst).slice(0, limit).map(entryOf);
  }
}

const newestFirst = (a: ListedSession, b: ListedSession): number =>
  b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1);

function entryOf({ id, startedAt: at, conversationId, instanceId, status, endedAt }: ListedSession): TimelineEntry {
  return { kind: 'session', id, at, conversationId, data: knownFields({ instanceId, status, endedAt }) };
}
