import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../../shared/http';
import type { Page } from '../../../shared/kernel';
import {
  FOLLOWUP_REASONS,
  FOLLOWUP_STATUSES,
  type FollowupReason,
  type FollowupStatus,
} from '../../domain/followups/followup-status';
import {
  FOLLOWUP_ACTIONS,
  FOLLOWUP_KINDS,
  type FollowupActionKind,
  type FollowupKind,
} from '../../domain/followups/policy-kind';
import type { PreviewedFollowup } from '../followup-preview.service';
import type { FollowupTaskRow } from '../schemas/followup-task.schema';

export class FollowupErrorResponse {
  code: string;

  message: string;
}

export class FollowupResponse {
  id: string;

  conversationId: string;

  accountId: string;

  policyId: string;

  @ApiProperty({ enum: FOLLOWUP_KINDS })
  kind: FollowupKind;

  @ApiProperty({ enum: FOLLOWUP_ACTIONS })
  action: FollowupActionKind;

  /** The automation whose session was open, or had ended last, when it was planned. */
  @ApiProperty({ type: String, nullable: true })
  instanceId: string | null;

  @ApiProperty({ enum: FOLLOWUP_STATUSES })
  status: FollowupStatus;

  /** Why it was cancelled, is too late, or was superfluous. */
  @ApiProperty({ enum: FOLLOWUP_REASONS, type: String, nullable: true })
  reason: FollowupReason | null;

  /** When it is judged; should the person write before, it may be put off then. */
  dueAt: Date;

  /** The message that it follows up. */
  anchorAt: Date;

  /** The end of the window, as it was when this was planned. */
  windowClosesAt: Date;

  plannedAt: Date;

  /** It has been decided, and is on its way. */
  isOnItsWay: boolean;

  @ApiProperty({ type: String, nullable: true })
  messageId: string | null;

  /** The session of a flow that it started. */
  @ApiProperty({ type: String, nullable: true })
  sessionId: string | null;

  @ApiProperty({ type: String, nullable: true })
  text: string | null;

  @ApiProperty({ type: Date, nullable: true })
  sentAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  endedAt: Date | null;

  /** When the person first wrote after it went out. */
  @ApiProperty({ type: Date, nullable: true })
  repliedAt: Date | null;

  /** Of one that could not be judged, or whose message was not sent. */
  @ApiProperty({ type: FollowupErrorResponse, nullable: true })
  error: FollowupErrorResponse | null;
}

export class FollowupPageResponse extends PageOf(FollowupResponse) {}

export class FollowupForecastResponse {
  @ApiProperty({ type: FollowupResponse })
  followup: FollowupResponse;

  /** What would become of it if nothing happened until then; `scheduled`: it would be put off to `at`. */
  @ApiProperty({ enum: FOLLOWUP_STATUSES })
  would: FollowupStatus;

  @ApiProperty({ enum: FOLLOWUP_REASONS, type: String, nullable: true })
  reason: FollowupReason | null;

  at: Date;

  /** What it would say; null for a flow, for what a model will compose, and for what would not go out. */
  @ApiProperty({ type: String, nullable: true })
  text: string | null;
}

export class FollowupPreviewResponse {
  /** Soonest first. */
  @ApiProperty({ type: [FollowupForecastResponse] })
  items: FollowupForecastResponse[];
}

export function toFollowupResponse(row: FollowupTaskRow): FollowupResponse {
  const { _id, conversationId, accountId, policyId, kind, action, instanceId, status, reason } = row;
  const { dueAt, anchorAt, windowClosesAt, plannedAt, sendId, sessionId, text } = row;
  const { sentAt, endedAt, repliedAt, error } = row;
  return {
    id: _id,
    conversationId,
    accountId,
    policyId,
    kind,
    action,
    instanceId,
    status,
    reason,
    dueAt,
    anchorAt,
    windowClosesAt,
    plannedAt,
    isOnItsWay: status === 'scheduled' && sendId !== null,
    messageId: sendId,
    sessionId,
    text,
    sentAt,
    endedAt,
    repliedAt,
    error,
  };
}

export function toFollowupPageResponse(page: Page<FollowupTaskRow>): FollowupPageResponse {
  return { ...page, items: page.items.map(toFollowupResponse) };
}

export function toPreviewResponse(items: readonly PreviewedFollowup[]): FollowupPreviewResponse {
  return { items: items.map(({ followup, ...forecast }) => ({ followup: toFollowupResponse(followup), ...forecast })) };
}
