import { Injectable } from '@nestjs/common';
import { Clock, faultPoint } from '../../shared/kernel';
import type { LaneJob } from '../../shared/queues';
import { eventOfTimer, payloadOfTimer } from '../domain/fired-timer';
import { LaneEvents } from '../receiving/lane-events.service';
import { laneOf } from './lane-turns.service';
import { OutboxAttendant } from '../sending/outbox-attendant.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import { TaskRunner } from './task-runner.service';

/** What a ring for due work leads to: timers become events, tasks are taken over, the head of the outbox is attended to. */
@Injectable()
export class LaneWork {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly tasks: TaskRunner,
    private readonly outbox: OutboxAttendant,
    private readonly clock: Clock,
  ) {}

  async run(job: LaneJob): Promise<void> {
    const { workspaceId, conversationId } = laneOf(job);
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) return;
    await this.fireTimers(conversation, job.correlationId);
    await Promise.all([this.tasks.runDue(conversation), this.outbox.attend(conversation)]);
  }

  /** First the event, whose id is the timer's, then the removal: once, whatever happens in between. */
  private async fireTimers(conversation: ConversationState, correlationId: string): Promise<void> {
    const now = this.clock.now();
    const due = conversation.timers.filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) return;
    const events = due.map((timer) => ({
      id: eventOfTimer(timer.id),
      payload: payloadOfTimer(timer),
      at: timer.dueAt,
      correlationId,
    }));
    await this.events.add(conversation, events);
    faultPoint('timer.event-stored');
    await this.conversations.removeTimers(
      conversation.workspaceId,
      conversation._id,
      due.map(({ id }) => id),
    );
  }
}
