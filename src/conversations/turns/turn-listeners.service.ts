import { Injectable } from '@nestjs/common';
import { CrmFacade } from '../../crm';
import { DomainEvents } from '../../shared/events';
import { Clock, type ContactId, Contributions, stableId } from '../../shared/kernel';
import { DeskFacade } from '../desk/desk.facade';
import { laneViewOf } from '../domain/fold-turn';
import { eventsOfTurn } from '../domain/message-events';
import type { DecidedEvent } from '../domain/turn';
import type { ConversationState } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import { TurnHandler } from '../turn-handler.port';

/** What a turn did. `before`: absent when that is told again after a crash. */
export interface TurnStory {
  before?: ConversationState;
  after: ConversationState;
  events: readonly LaneEvent[];
  decided: readonly DecidedEvent[];
}

/** Whoever learns what a turn did: the TurnHandler, the CRM, live streams and webhooks. Idempotent. */
@Injectable()
export class TurnListeners {
  constructor(
    private readonly contributions: Contributions,
    private readonly crm: CrmFacade,
    private readonly news: DomainEvents,
    private readonly clock: Clock,
    private readonly desk: DeskFacade,
  ) {}

  async ensureContact(conversation: ConversationState): Promise<void> {
    const { workspaceId, accountId, participantId, _id } = conversation;
    const contactId = conversation.contactId ?? stableId<ContactId>('contact', _id);
    await this.crm.ensureContact({ contactId, workspaceId, accountId, participantId, at: this.clock.now() });
  }

  /** Before the events are marked, since what fails here is told again by the turn that finds them. */
  async tell({ before, after, events, decided }: TurnStory): Promise<void> {
    const change = { ...(before === undefined ? {} : { before: before.state }), after: after.state, decided };
    if (decided.length > 0 || before === undefined)
      await this.contributions.one(TurnHandler).record(laneViewOf(after), change);
    await this.passOnProfile(before?.participant ?? {}, after);
    const story = { after, events, ...(before === undefined ? {} : { before }) };
    await this.news.publish(eventsOfTurn(story, this.clock.now()));
    if (after.assigneeId === null && events.some(({ _id }) => _id === after.reopenedBy))
      await this.desk.assignByRule(after.workspaceId, after._id, 'reopen');
  }

  /** What was learned about the person. */
  private async passOnProfile(known: ConversationState['participant'], after: ConversationState): Promise<void> {
    const { name, username } = after.participant;
    if (after.contactId === null || (name === known.name && username === known.username)) return;
    const { workspaceId, contactId, accountId, participantId } = after;
    await this.crm.applyProfile({ workspaceId, contactId, accountId, participantId, name, username });
  }
}
