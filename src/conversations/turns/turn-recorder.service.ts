import { Injectable } from '@nestjs/common';
import { Clock, faultGate, faultPoint } from '../../shared/kernel';
import { rowOf } from '../domain/message-rows';
import type { DecidedEvent } from '../domain/turn';
import { turnEventOf } from '../domain/turn-event';
import { DoneMarks } from './done-marks.service';
import { EventParking } from '../parking/event-parking.service';
import type { ConversationRow, ConversationState } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';
import { ThreadRows } from '../messages/thread-rows.service';
import { TurnListeners } from './turn-listeners.service';

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
    private readonly listeners: TurnListeners,
    private readonly parking: EventParking,
  ) {}

  /** Idempotent, so it may run beside the commit that implies it. */
  async insertRows(conversation: ConversationState, rows: readonly MessageRow[]): Promise<void> {
    await faultGate('turn.insert');
    const contact =
      conversation.contactId === null && !isOfNobody(rows) ? this.listeners.ensureContact(conversation) : undefined;
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
    await this.listeners.tell({ before, after, events, decided });
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
    if (!isOfNobody(rows)) await this.listeners.ensureContact(conversation);
    const at = this.clock.now();
    const decided = events.flatMap((event) => {
      const turnEvent = turnEventOf(event, false);
      return turnEvent === null ? [] : [{ event: turnEvent, at, correlationId: event.correlationId }];
    });
    await this.listeners.tell({ after: conversation, events, decided });
    await this.done.mark(events.map(({ _id }) => _id));
  }
}

/** A mention does not say who it is of. */
const isOfNobody = (rows: readonly MessageRow[]): boolean =>
  rows.length > 0 && rows.every(({ kind }) => kind === 'mention');
