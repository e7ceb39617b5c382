import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { isHeld } from '../domain/silence';
import type { ShownConversation } from '../domain/shown-conversation';
import { windowOf } from '../domain/window';
import { newestMessageId } from '../domain/person-send';
import { CONVERSATION_STATUSES, type ConversationState, type ConversationStatus } from '../schemas/conversation.schema';

export class ParticipantProfileResponse {
  /** Ends to work within days. */
  pictureUrl?: string;

  followerCount?: number;

  isVerified?: boolean;

  /** The person follows the account. */
  followsBusiness?: boolean;

  /** The account follows the person. */
  followedByBusiness?: boolean;

  /** When the channel was asked. */
  at: Date;
}

export class ConversationParticipantResponse {
  /** The person's id on the account's platform. */
  id: string;

  name?: string;

  username?: string;

  /** As the channel showed the person last; absent while it has not. */
  profile?: ParticipantProfileResponse;
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

const WINDOW_STATES = ['open', 'human_agent', 'closed', 'never_opened'] as const;

export class WindowResponse {
  /** open: everybody may · human_agent: people may · closed: nobody · never_opened: the person has not written yet. */
  @ApiProperty({ enum: WINDOW_STATES })
  state: (typeof WINDOW_STATES)[number];

  /** When that ends, or has ended. */
  closesAt?: Date;
}

export class ConversationResponse {
  id: string;

  accountId: string;

  /** Of an account that was made up for demonstrations: the person, too, is. */
  isMock: boolean;

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

  /** Who may write to the person now, by the platform's rules. */
  window: WindowResponse;

  /** Until when the person has read. */
  participantSeenAt?: Date;

  /** Messages of the person since the last one was marked as read. */
  unread: number;

  /** Messages on their way out. */
  queued: number;

  createdAt: Date;

  /** Grows with every change: a `conversation.changed` with a lower one is older than what this shows. */
  revision: number;

  /** snoozed: open again at `snoozedUntil`, or when the person writes · closed: open again when they write. */
  @ApiProperty({ enum: CONVERSATION_STATUSES })
  status: ConversationStatus;

  snoozedUntil?: Date;

  /** The member who has it. */
  assigneeId?: string;

  /** An escalation is open. */
  needsHuman: boolean;

  /** Since when the person waits for an answer. */
  waitingSince?: Date;

  /** Since when the person is blocked: what they write is stored and never answered. */
  blockedAt?: Date;

  /** Of the contact. */
  tags: string[];

  /** Of the contact. */
  stage: string;

  /** What conversations with the contact have reached. */
  goals: string[];

  /** The newest message, sent or on its way: what `expectedLastMessageId` of a message is compared with. */
  lastMessageId?: string;

  /** Messages that members have written ahead. */
  scheduled: number;
}

export class ConversationPageResponse extends PageOf(ConversationResponse) {}

export function toConversationResponse({ row, window, isMock }: ShownConversation, now: Date): ConversationResponse {
  const { hold, lastMessage, contactId, lastInboundAt, participantSeenAt } = row;
  return {
    id: row._id,
    accountId: row.accountId,
    isMock,
    participantId: row.participantId,
    participant: participantOf(row),
    contactId: contactId ?? undefined,
    hold:
      hold !== null && isHeld(hold, now) ? { until: hold.until, reason: hold.reason, userId: hold.userId } : undefined,
    lastMessage: lastMessage ?? undefined,
    lastActivityAt: row.lastActivityAt,
    lastInboundAt: lastInboundAt ?? undefined,
    window: windowOf({ ...window, openedAt: lastInboundAt, now }),
    participantSeenAt: participantSeenAt ?? undefined,
    unread: row.unread,
    queued: row.outbox.length,
    createdAt: row.createdAt,
    revision: row.revision ?? 0,
    ...deskOf(row),
  };
}

function deskOf(row: ConversationState) {
  const { status, snoozedUntil, assigneeId, needsHuman, waitingSince, blockedAt, contact, timers } = row;
  return {
    ...{ status, needsHuman, tags: contact.tags, stage: contact.stage, goals: contact.goals },
    snoozedUntil: snoozedUntil ?? undefined,
    assigneeId: assigneeId ?? undefined,
    waitingSince: waitingSince ?? undefined,
    blockedAt: blockedAt ?? undefined,
    lastMessageId: newestMessageId(row) ?? undefined,
    scheduled: timers.filter(({ send }) => send !== undefined).length,
  };
}

function participantOf({
  participantId: id,
  participant,
  profile,
}: ConversationState): ConversationParticipantResponse {
  if (profile === undefined) return { id, ...participant };
  const { name: _name, username: _username, ...shown } = profile;
  return { id, ...participant, profile: shown };
}

export function toConversationPageResponse(page: Page<ShownConversation>, now: Date): ConversationPageResponse {
  return { ...page, items: page.items.map((shown) => toConversationResponse(shown, now)) };
}
