import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { isHeld } from '../domain/fold-turn';
import type { ConversationState } from '../schemas/conversation.schema';

export class ConversationParticipantResponse {
  /** The person's id on the account's platform. */
  id: string;

  name?: string;

  username?: string;
}

export class HoldResponse {
  /** The bot stays silent until then. */
  until: Date;

  /** `handoff`, `app_reply`, `person_reply`, or what the member gave. */
  reason: string;

  /** The member who set it. */
  userId?: string;
}

export class LastMessageResponse {
  text: string;

  at: Date;

  @ApiProperty({ enum: ['in', 'out'] })
  direction: 'in' | 'out';
}

export class ConversationResponse {
  id: string;

  accountId: string;

  /** Same as `participant.id`. */
  participantId: string;

  participant: ConversationParticipantResponse;

  contactId?: string;

  /** Present while the bot is silent. */
  hold?: HoldResponse;

  lastMessage?: LastMessageResponse;

  lastActivityAt: Date;

  /** When the person last wrote; opens the window in which the account may answer. */
  lastInboundAt?: Date;

  /** Until when the person has read. */
  participantSeenAt?: Date;

  /** Messages of the person since the last one was marked as read. */
  unread: number;

  /** Messages on their way out. */
  queued: number;

  createdAt: Date;
}

export class ConversationPageResponse extends PageOf(ConversationResponse) {}

export function toConversationResponse(row: ConversationState, now: Date): ConversationResponse {
  const { hold, lastMessage, contactId, lastInboundAt, participantSeenAt } = row;
  return {
    id: row._id,
    accountId: row.accountId,
    participantId: row.participantId,
    participant: { id: row.participantId, ...row.participant },
    contactId: contactId ?? undefined,
    hold:
      hold !== null && isHeld(hold, now) ? { until: hold.until, reason: hold.reason, userId: hold.userId } : undefined,
    lastMessage: lastMessage ?? undefined,
    lastActivityAt: row.lastActivityAt,
    lastInboundAt: lastInboundAt ?? undefined,
    participantSeenAt: participantSeenAt ?? undefined,
    unread: row.unread,
    queued: row.outbox.length,
    createdAt: row.createdAt,
  };
}

export function toConversationPageResponse(page: Page<ConversationState>, now: Date): ConversationPageResponse {
  return { ...page, items: page.items.map((row) => toConversationResponse(row, now)) };
}
