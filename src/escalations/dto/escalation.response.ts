import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type Escalation, ESCALATION_STATUSES, type EscalationStatus } from '../domain/escalation';

export class EscalationResponse {
  id: string;

  conversationId: string;

  /** Why a person is needed, as the flow or the assistant put it. */
  reason: string;

  /** What it is about, at most 140 characters. */
  summary: string;

  @ApiProperty({ enum: ESCALATION_STATUSES })
  status: EscalationStatus;

  resolvedAt?: Date;

  /** The member who resolved it. */
  resolvedBy?: string;

  /** When the bot was allowed to speak again. */
  holdReleasedAt?: Date;

  createdAt: Date;

  updatedAt: Date;
}

export class EscalationPageResponse extends PageOf(EscalationResponse) {}

export function toEscalationResponse(escalation: Escalation): EscalationResponse {
  const { id, conversationId, reason, summary, status, resolvedAt, resolvedBy, holdReleasedAt, createdAt, updatedAt } =
    escalation;
  return { id, conversationId, reason, summary, status, resolvedAt, resolvedBy, holdReleasedAt, createdAt, updatedAt };
}

export function toEscalationPageResponse(page: Page<Escalation>): EscalationPageResponse {
  return { ...page, items: page.items.map(toEscalationResponse) };
}
