import { Injectable } from '@nestjs/common';
import { authorOf, Clock, type ConversationId, newId, type RequestContext, stableId } from '../../shared/kernel';
import {
  conversationNotFound,
  scheduledFull,
  scheduledKindRefused,
  scheduledNotFound,
  scheduledTimeRefused,
  windowClosed,
} from '../conversations.errors';
import type { OutgoingContent, SentContent } from '../domain/content';
import { eventOfTimer } from '../domain/fired-timer';
import { WINDOW_REFUSALS } from '../domain/send-refusal';
import { mayWrite } from '../domain/window';
import { MessagesService } from '../messages/messages.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { type NewScheduledSend, ScheduledSendsRepository } from '../repositories/scheduled-sends.repository';
import type { ConversationState, TimerEntry } from '../schemas/conversation.schema';
import { SendReadinessService } from '../sending/send-readiness.service';
import { DeskActs } from './desk-acts.service';

/** A message that waits for its time. */
export interface ScheduledMessage {
  id: string;
  /** Under which it appears among the messages, once it is due. */
  messageId: string;
  sendAt: Date;
  content: OutgoingContent;
  userId?: string;
  createdAt: Date;
}

export interface ScheduleWish {
  sendAt?: Date;
  content?: SentContent;
}

/** Messages that are written now and sent later; whether they still may go out is judged when they are due. */
@Injectable()
export class ScheduledMessages {
  constructor(
    private readonly rows: ScheduledSendsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesService,
    private readonly readiness: SendReadinessService,
    private readonly acts: DeskActs,
    private readonly clock: Clock,
  ) {}

  /** The next to go out first. @throws DomainError CONVERSATION.NOT_FOUND */
  async list({ workspaceId }: RequestContext, id: ConversationId): Promise<ScheduledMessage[]> {
    const conversation = await this.conversations.find(workspaceId, id);
    if (conversation === null) throw conversationNotFound();
    return scheduledIn(conversation).sort((a, b) => a.sendAt.getTime() - b.sendAt.getTime());
  }

  /**
   * The same `operationId` again is the same message. @throws DomainError CONVERSATION.NOT_FOUND, CONVERSATION.BLOCKED,
   * MESSAGE.CONTENT, MESSAGE.WINDOW_CLOSED, SCHEDULED.TIME, SCHEDULED.KIND, SCHEDULED.FULL
   */
  async add(
    context: RequestContext,
    id: ConversationId,
    { sendAt, content }: Required<ScheduleWish>,
    operationId: string,
  ): Promise<ScheduledMessage> {
    const checked = await this.checked(context, id, content);
    await this.checkTime(checked.conversation, sendAt);
    const send = { content: checked.content, ...authorOf(context), createdAt: this.clock.now() };
    const scheduled = { timerId: stableId('scheduled', operationId), dueAt: sendAt, send };
    const act = { action: 'message.scheduled', changed: ['scheduled'] as const };
    const lane = { workspaceId: context.workspaceId, conversationId: id };
    await this.acts.run(context, id, act, async () => {
      const after = await this.rows.add(lane, scheduled);
      if (after === null) throw scheduledFull();
      return after;
    });
    return shownOf(scheduled);
  }

  /** Gets another id with it. @throws DomainError as `add`, and SCHEDULED.NOT_FOUND */
  async change(
    context: RequestContext,
    id: ConversationId,
    scheduledId: string,
    wish: ScheduleWish,
  ): Promise<ScheduledMessage> {
    const timer = await this.waiting(context, id, scheduledId);
    const kept = timer.send;
    if (kept === undefined) throw scheduledNotFound();
    const { conversation, content } = await this.checked(context, id, wish.content ?? kept.content);
    const dueAt = wish.sendAt ?? timer.dueAt;
    await this.checkTime(conversation, dueAt);
    const send = { ...kept, content };
    const scheduled = { timerId: newId(), dueAt, send };
    await this.replace(context, id, { scheduledId, by: scheduled, action: 'message.rescheduled' });
    return shownOf(scheduled);
  }

  /** @throws DomainError CONVERSATION.NOT_FOUND, SCHEDULED.NOT_FOUND */
  async cancel(context: RequestContext, id: ConversationId, scheduledId: string): Promise<void> {
    await this.waiting(context, id, scheduledId);
    await this.replace(context, id, { scheduledId, action: 'message.unscheduled' });
  }

  private async replace(
    context: RequestContext,
    conversationId: ConversationId,
    { scheduledId, by, action }: { scheduledId: string; by?: NewScheduledSend; action: string },
  ): Promise<void> {
    const lane = { workspaceId: context.workspaceId, conversationId };
    await this.acts.run(context, conversationId, { action, changed: ['scheduled'] }, async () => {
      const after = await this.rows.replace(lane, scheduledId, by);
      if (after === null) throw scheduledNotFound();
      return after;
    });
  }

  private async waiting(context: RequestContext, id: ConversationId, scheduledId: string): Promise<TimerEntry> {
    const conversation = await this.conversations.find(context.workspaceId, id);
    if (conversation === null) throw conversationNotFound();
    const timer = conversation.timers.find((one) => one.id === scheduledId && one.send !== undefined);
    if (timer === undefined) throw scheduledNotFound();
    return timer;
  }

  private async checked(context: RequestContext, id: ConversationId, content: SentContent) {
    if (content.kind === 'reaction' || content.kind === 'private-reply') throw scheduledKindRefused();
    return this.messages.checked(context, id, content);
  }

  /** As the window stands now; the person may open it again until then. */
  private async checkTime(conversation: ConversationState, sendAt: Date): Promise<void> {
    if (sendAt <= this.clock.now()) throw scheduledTimeRefused();
    const { workspaceId, accountId, lastInboundAt: openedAt } = conversation;
    const window = await this.readiness.windowPolicy(workspaceId, accountId);
    const verdict = mayWrite({ ...window, openedAt, now: sendAt }, 'person');
    if (verdict.kind === 'refused') throw windowClosed(WINDOW_REFUSALS[verdict.reason], verdict.closedAt);
  }
}

const scheduledIn = ({ timers }: ConversationState): ScheduledMessage[] =>
  timers.flatMap(({ id: timerId, dueAt, send }) => (send === undefined ? [] : [shownOf({ timerId, dueAt, send })]));

const shownOf = ({ timerId, dueAt, send }: NewScheduledSend): ScheduledMessage => ({
  id: timerId,
  messageId: eventOfTimer(timerId),
  sendAt: dueAt,
  ...send,
});
