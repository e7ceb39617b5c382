import { Injectable } from '@nestjs/common';
import { CrmFacade } from '../crm';
import { Clock, type ContactId, Contributions, faultGate, faultPoint, stableId } from '../shared/kernel';
import { laneViewOf } from './domain/fold-turn';
import { rowOf } from './domain/message-rows';
import type { DecidedEvent } from './domain/turn';
import { turnEventOf } from './domain/turn-event';
import { DoneMarks } from './done-marks.service';
import { EventParking } from './event-parking.service';
import type { ConversationRow, ConversationState } from './schemas/conversation.schema';
import type { LaneEvent } from './schemas/inbox-event.schema';
import type { MessageRow } from './schemas/message.schema';
import { ThreadRows } from './thread-rows.service';
import { TurnHandler } from './turn-handler.port';

/** What a commit has taken. */
export interface FinishedTurn {
  events: readonly LaneEvent[];
  /** Echoes that needed no commit. */
  explained: readonly string[];
  decided: readonly DecidedEvent[];
}

/** The rows around a commit: messages, the contact, mirrors of the state, and at last the marks that events are done. */
@Injectable()
export class TurnRecorder {
  constructor(
    private readonly rows: ThreadRows,
    private readonly clock: Clock,
    private readonly done: DoneMarks,
    private readonly crm: CrmFacade,
    private readonly contributions: Contributions,
    private readonly parking: EventParking,
  ) {}

  /** Idempotent, so it may run beside the commit that implies it. */
  async insertRows(conversation: ConversationState, rows: readonly MessageRow[]): Promise<void> {
    await faultGate('turn.insert');
    const contact = conversation.contactId === null && !isOfNobody(rows) ? this.ensureContact(conversation) : undefined;
    await Promise.all([this.rows.insert(rows), contact]);
    faultPoint('turn.inserted');
  }

  /** Once commit and rows are there. What fails here is repeated by the turn that finds the events again. */
  async finish(
    before: ConversationState,
    after: ConversationState,
    { events, explained, decided }: FinishedTurn,
  ): Promise<void> {
    await this.rows.amend(events);
    const change = { before: before.state, after: after.state, decided };
    if (decided.length > 0) await this.contributions.one(TurnHandler).record(laneViewOf(after), change);
    await this.passOnProfile(before, after);
    faultPoint('turn.recorded');
    await this.done.mark([...explained, ...events.map(({ _id }) => _id)]);
  }

  async finishParked(eventId: string, reason: string): Promise<void> {
    await this.parking.park(eventId, reason);
  }

  async markDone(eventIds: readonly string[]): Promise<void> {
    await this.done.mark(eventIds);
  }

  /** Events that an earlier commit consumed but that were not marked: a crash came between. */
  async redo(conversation: ConversationRow, events: readonly LaneEvent[]): Promise<void> {
    const parked = new Map(conversation.consumed.map(({ id, parked: reason }) => [id, reason]));
    await this.redoApplied(
      conversation,
      events.filter(({ _id }) => parked.get(_id) === undefined),
    );
    for (const { _id } of events) {
      const reason = parked.get(_id);
      if (reason !== undefined) await this.parking.park(_id, reason);
    }
  }

  private async redoApplied(conversation: ConversationRow, events: readonly LaneEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.flatMap((event) => rowOf(event) ?? []);
    await this.insertRows(conversation, rows);
    await this.rows.amend(events);
    // The commit has named the contact; the crash may have come before there was one.
    if (!isOfNobody(rows)) await this.ensureContact(conversation);
    const at = this.clock.now();
    const decided = events.flatMap((event) => {
      const turnEvent = turnEventOf(event, false);
      return turnEvent === null ? [] : [{ event: turnEvent, at, correlationId: event.correlationId }];
    });
    await this.contributions.one(TurnHandler).record(laneViewOf(conversation), { after: conversation.state, decided });
    await this.passOnProfile({ participant: {} }, conversation);
    await this.done.mark(events.map(({ _id }) => _id));
  }

  /** What a turn learned about the person, for the CRM. */
  private async passOnProfile(before: Pick<ConversationState, 'participant'>, after: ConversationState): Promise<void> {
    const { name, username } = after.participant;
    if (after.contactId === null || (name === before.participant.name && username === before.participant.username))
      return;
    const { workspaceId, contactId, accountId, participantId } = after;
    await this.crm.applyProfile({ workspaceId, contactId, accountId, participantId, name, username });
  }

  private async ensureContact(conversation: ConversationState): Promise<void> {
    const { workspaceId, accountId, participantId, _id } = conversation;
    const contactId = conversation.contactId ?? stableId<ContactId>('contact', _id);
    await this.crm.ensureContact({ contactId, workspaceId, accountId, participantId, at: this.clock.now() });
  }
}

/** A mention does not say who it is of. */
const isOfNobody = (rows: readonly MessageRow[]): boolean =>
  rows.length > 0 && rows.every(({ kind }) => kind === 'mention');
