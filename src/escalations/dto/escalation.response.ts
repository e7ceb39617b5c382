import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import {
  type Escalation,
  ESCALATION_ORIGINS,
  type EscalationOrigin,
  UPDATE_AUTHORS,
  UPDATE_KINDS,
  type UpdateAuthor,
  type UpdateKind,
} from '../domain/escalation';
import { SEVERITIES, type Severity } from '../domain/severity';
import { ESCALATION_STATUSES, type EscalationStatus } from '../domain/transitions';

/** What was promised, and how it went. */
export class SlaClockResponse {
  startedAt: Date;

  /** Absent: nothing was promised. */
  dueAt?: Date;

  /** When it was told that it would soon be late. */
  warnedAt?: Date;

  /** Since when it was late. */
  breachedAt?: Date;

  metAt?: Date;

  /** From the start until it was met, in the hours that count. */
  tookSeconds?: number;
}

export class EscalationSlaResponse {
  firstResponse: SlaClockResponse;

  resolution: SlaClockResponse;
}

export class EscalationResponse {
  id: string;

  conversationId: string;

  /** Why a person is needed, as the flow or the assistant put it. */
  reason: string;

  /** What it is about, at most 140 characters. */
  summary: string;

  @ApiProperty({ enum: ESCALATION_STATUSES })
  status: EscalationStatus;

  @ApiProperty({ enum: SEVERITIES })
  severity: Severity;

  @ApiProperty({ enum: ESCALATION_ORIGINS })
  createdBy: EscalationOrigin;

  /** The member who has it. */
  assigneeId?: string;

  /** How often more was asked for while it was open. */
  followUpCount: number;

  reopenCount: number;

  sla: EscalationSlaResponse;

  /** When it was resolved or cancelled. */
  resolvedAt?: Date;

  /** The member, or the API key, that resolved or cancelled it. */
  resolvedBy?: string;

  /** When the bot was allowed to speak again. */
  holdReleasedAt?: Date;

  createdAt: Date;

  updatedAt: Date;
}

export class EscalationUpdateResponse {
  at: Date;

  @ApiProperty({ enum: UPDATE_KINDS })
  kind: UpdateKind;

  /** app: somebody in Instagram's own app; system: Parley by its rules. */
  @ApiProperty({ enum: UPDATE_AUTHORS })
  from: UpdateAuthor;

  userId?: string;

  text?: string;

  /** Who has it from then on, how urgent it is from then on, or which promise it is about. */
  to?: string;
}

export class EscalationDetailsResponse extends EscalationResponse {
  /** What happened to it, oldest first: the first and the latest ones. */
  updates: EscalationUpdateResponse[];
}

export class EscalationPageResponse extends PageOf(EscalationResponse) {}

export function toEscalationResponse(escalation: Escalation): EscalationResponse {
  const { workspaceId: _workspace, sourceIds: _sources, updates: _updates, ...rest } = escalation;
  const { handBackDueAt: _due, revision: _revision, ...shown } = rest;
  return shown;
}

export function toEscalationDetailsResponse(escalation: Escalation): EscalationDetailsResponse {
  return { ...toEscalationResponse(escalation), updates: escalation.updates };
}

export function toEscalationPageResponse(page: Page<Escalation>): EscalationPageResponse {
  return { ...page, items: page.items.map(toEscalationResponse) };
}
