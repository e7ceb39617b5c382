import { Injectable } from '@nestjs/common';
import { conversationNotFound, ConversationsFacade, type LaneCommand } from '../../conversations';
import { AuditedChanges } from '../../shared/database';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { ActiveAutomations } from '../instances/active-automations';
import { automationNotFound, conversationHeld, notStartable, sessionOver } from '../automation.errors';
import { AutomationSessions } from './automation-sessions.service';
import { triggerFor } from '../domain/commands';

/** What people order of sessions. */
type SessionCommand = Exclude<LaneCommand, 'draft' | 'undelivered' | 'followup'>;

export interface StartSession {
  automationId: string;
  text?: string;
  ref?: string;
}

export interface AcceptedOrder {
  /** Under which the decision appears on the timeline. */
  eventId: string;
}

/** What people, and programs of theirs, want of sessions. It takes its turn in the conversation; the timeline tells what came of it. */
@Injectable()
export class SessionOrders {
  constructor(
    private readonly sessions: AutomationSessions,
    private readonly automations: ActiveAutomations,
    private readonly conversations: ConversationsFacade,
    private readonly changes: AuditedChanges,
  ) {}

  /**
   * The same `eventId` again is the same order. To resume ends a hold, too.
   * @throws DomainError AUTOMATION.SESSION_NOT_FOUND, AUTOMATION.SESSION_OVER
   */
  async order(
    context: RequestContext,
    sessionId: string,
    command: Exclude<SessionCommand, 'start'>,
    eventId: string,
  ): Promise<AcceptedOrder> {
    const { conversationId, live } = await this.sessions.get(context, sessionId);
    if (live === null) throw sessionOver();
    if (command === 'resume') await this.conversations.endHold(context.workspaceId, conversationId, {});
    await this.give(context, conversationId, { eventId, command, data: { sessionId }, target: sessionId });
    return { eventId };
  }

  /**
   * A person starts an automation; so does a program with an API key, where the flow has a trigger for that.
   * @throws DomainError CONVERSATION.NOT_FOUND, AUTOMATION.NOT_FOUND, AUTOMATION.CONVERSATION_HELD, AUTOMATION.NOT_STARTABLE
   */
  async start(
    context: RequestContext,
    conversationId: ConversationId,
    { automationId, text, ref }: StartSession,
    eventId: string,
  ): Promise<AcceptedOrder> {
    const { workspaceId, actor } = context;
    const standing = await this.conversations.standing(workspaceId, conversationId);
    if (standing === null) throw conversationNotFound();
    if (standing.held) throw conversationHeld();
    const { instances } = await this.automations.read(workspaceId);
    const instance = instances.find(({ id }) => id === automationId);
    if (instance === undefined) throw automationNotFound();
    const on = actor.kind === 'api-key' ? 'api' : 'manual';
    if (triggerFor(instance, on, ref) === undefined) throw notStartable();
    const more = { ...(text === undefined ? {} : { text }), ...(ref === undefined ? {} : { ref }) };
    const data = { instanceId: automationId, on, ...more };
    await this.give(context, conversationId, { eventId, command: 'start', data, target: conversationId });
    return { eventId };
  }

  private async give(
    context: RequestContext,
    conversationId: ConversationId,
    order: { eventId: string; command: SessionCommand; data: Record<string, string>; target: string },
  ): Promise<void> {
    const { workspaceId, correlationId } = context;
    const { eventId: id, command, data, target } = order;
    await this.changes.run(context, async (record) => {
      await this.conversations.order(workspaceId, conversationId, { id, command, data, correlationId });
      await record({ action: ACTIONS[command], workspaceId, target });
    });
  }
}

const ACTIONS: Readonly<Record<SessionCommand, string>> = {
  pause: 'automation-session.paused',
  resume: 'automation-session.resumed',
  stop: 'automation-session.stopped',
  start: 'automation-session.started',
};
