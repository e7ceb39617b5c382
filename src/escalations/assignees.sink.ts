import { Injectable } from '@nestjs/common';
import { type DomainEvent, EventSink } from '../shared/events';
import { Contributions } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { EscalationAssignees } from './escalation-assignees.service';

/** Hears of who is given conversations. An event stays untold while this is at work, so that a crash loses none. */
@Injectable()
export class AssigneesSink extends EventSink {
  constructor(
    contributions: Contributions,
    private readonly assignees: EscalationAssignees,
    private readonly logger: AppLogger,
  ) {
    super();
    contributions.provide(EventSink, this);
  }

  /** Never rejects. */
  override async take(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) if (isAssignment(event)) await this.follow(event);
  }

  private async follow({ workspaceId, conversationId }: DomainEvent): Promise<void> {
    if (conversationId === undefined) return;
    try {
      await this.assignees.follow(workspaceId, conversationId);
    } catch (err) {
      this.logger.event('warn', 'escalation not given along with its conversation', {
        workspaceId,
        conversationId,
        err,
      });
    }
  }
}

const isAssignment = ({ type, data: { changed } }: DomainEvent): boolean =>
  type === 'conversation.changed' && Array.isArray(changed) && changed.includes('assignee');
