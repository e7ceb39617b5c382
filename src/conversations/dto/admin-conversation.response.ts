import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { ConversationState } from '../schemas/conversation.schema';
import type { ShownConversation } from '../domain/shown-conversation';
import { ConversationResponse, toConversationResponse } from './conversation.response';

/** How a conversation stands, without anything that people wrote. */
export class AdminConversationResponse {
  id: string;

  accountId: string;

  lastActivityAt: Date;

  lastInboundAt?: Date;

  /** The bot is silent until then. */
  heldUntil?: Date;

  /** Messages on their way out, tasks and timers that wait. */
  queued: number;

  tasks: number;

  timers: number;

  createdAt: Date;
}

export class AdminConversationPageResponse extends PageOf(AdminConversationResponse) {}

export class QueuedSendResponse {
  id: string;

  origin: string;

  status: string;

  dueAt: Date;

  attempts?: number;

  correlationId: string;
}

export class AdminConversationDetailResponse extends ConversationResponse {
  /** What waits to be sent, without its content. */
  @ApiProperty({ type: [QueuedSendResponse] })
  outbox: QueuedSendResponse[];

  /** Of the automation, as it will go on. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, nullable: true })
  state: object | null;
}

export function toAdminConversation(row: ConversationState): AdminConversationResponse {
  const { hold, lastInboundAt } = row;
  return {
    id: row._id,
    accountId: row.accountId,
    lastActivityAt: row.lastActivityAt,
    ...(lastInboundAt ? { lastInboundAt } : {}),
    ...(hold === null ? {} : { heldUntil: hold.until }),
    queued: row.outbox.length,
    tasks: row.tasks.length,
    timers: row.timers.length,
    createdAt: row.createdAt,
  };
}

export const toAdminConversationPage = (page: Page<ShownConversation>): AdminConversationPageResponse => ({
  ...page,
  items: page.items.map(({ row }) => toAdminConversation(row)),
});

export function toAdminConversationDetail(shown: ShownConversation, now: Date): AdminConversationDetailResponse {
  const { row } = shown;
  const outbox = row.outbox.map(({ id, origin, status, dueAt, correlationId }) => ({
    id,
    origin,
    status,
    dueAt,
    correlationId,
  }));
  return { ...toConversationResponse(shown, now), outbox, state: row.state };
}
