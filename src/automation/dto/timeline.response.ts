import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type FollowupStep, SILENCE_REASONS, TURN_OUTCOMES } from '../domain/explanation';
import type { TimelineItem } from '../domain/timeline';

const anything = { type: 'object', additionalProperties: true } as const;
const list = { type: 'array', items: anything } as const;

export class TimelineErrorResponse {
  code: string;

  message: string;
}

export class TimelineTriggerResponse {
  instanceId: string;

  nodeId: string;

  /** Why it fired or did not: chosen, outranked, asked, no_intent, session_open, session_paused, no_keyword, excluded_word, outside_hours … */
  outcome: string;

  /** The keyword, the excluded word, the ref, or what was asked for instead. */
  detail?: string;
}

export class MessageReasonResponse {
  /** The decision that led to the message. */
  eventId: string;

  sessionId: string;

  automationId: string;

  nodeId?: string;

  /** The trigger, when the message was said right after the start. */
  @ApiPropertyOptional({ type: TimelineTriggerResponse })
  trigger?: TimelineTriggerResponse;

  /** The way through the flow up to the message. */
  @ApiProperty(list)
  trace: object[];
}

export class TimelineMessageResponse {
  id: string;

  @ApiProperty({ enum: ['in', 'out'] })
  direction: 'in' | 'out';

  @ApiProperty({ enum: ['participant', 'bot', 'person', 'app'] })
  origin: string;

  status: string;

  text: string;

  error?: TimelineErrorResponse;

  /** Of a message of the bot; absent when the reasons are older than 30 days. */
  @ApiPropertyOptional({ type: MessageReasonResponse })
  why?: MessageReasonResponse;
}

export class TimelineEffectResponse {
  id: string;

  /** send, task, handoff, contact, arm-timer or cancel-timer. */
  kind: string;

  /** Which task. */
  detail?: string;

  sessionId: string;

  /** What became of a message; withdrawn: a person stepped in before it was sent. */
  result?: string;

  error?: TimelineErrorResponse;
}

export class TimelineStepResponse {
  sessionId: string;

  instanceId: string;

  versionId: string;

  /** What the session was given, or what was done to it. */
  @ApiProperty(anything)
  event: object;

  /** The session had use for it. */
  handled: boolean;

  /** Nodes, decisions with rule, operands and outcome, effects, waits. */
  @ApiProperty(list)
  trace: object[];

  status: string;
}

export class TimelineFollowupResponse {
  /** Of the follow-up. */
  id: string;

  policyId: string;

  /** planned, moved, judging, said, cancelled, expired or customer_replied. */
  step: string;

  reason?: string;

  /** When it is due. */
  dueAt?: Date;
}

export class TimelineDecisionResponse {
  eventId: string;

  /** Its kind and what identifies it. */
  @ApiProperty(anything)
  event: object;

  @ApiProperty({ enum: [...TURN_OUTCOMES, 'unrecorded'] })
  outcome: string;

  /** Why nothing was done. */
  @ApiPropertyOptional({ enum: SILENCE_REASONS })
  reason?: string;

  /** The bot had to be silent. */
  held: boolean;

  @ApiProperty({ type: [TimelineTriggerResponse] })
  triggers: TimelineTriggerResponse[];

  @ApiProperty({ type: [TimelineStepResponse] })
  steps: TimelineStepResponse[];

  @ApiProperty({ type: [TimelineEffectResponse] })
  effects: TimelineEffectResponse[];

  /** What became of follow-ups. */
  @ApiPropertyOptional({ type: [TimelineFollowupResponse] })
  followups?: TimelineFollowupResponse[];

  /** What did not fit on record: the reasons, or also the steps. */
  @ApiPropertyOptional({ enum: ['reasons', 'steps'] })
  cut?: string;
}

export class TimelineItemResponse {
  @ApiProperty({ enum: ['message', 'decision'] })
  kind: 'message' | 'decision';

  at: Date;

  @ApiPropertyOptional({ type: TimelineMessageResponse })
  message?: TimelineMessageResponse;

  @ApiPropertyOptional({ type: TimelineDecisionResponse })
  decision?: TimelineDecisionResponse;
}

export class TimelinePageResponse extends PageOf(TimelineItemResponse) {}

export function toTimelinePageResponse(page: Page<TimelineItem>): TimelinePageResponse {
  return { ...page, items: page.items.map(toItem) };
}

function toItem(item: TimelineItem): TimelineItemResponse {
  const { kind, at } = item;
  if (item.kind === 'message') {
    const { id, direction, origin, status, text, error } = item.message;
    const why = item.why === undefined ? {} : { why: item.why };
    return { kind, at, message: { id, direction, origin, status, text, ...(error ? { error } : {}), ...why } };
  }
  const { eventId, event, outcome, reason, held, considered, steps, followups, cut } = item.decision;
  return {
    kind,
    at,
    decision: {
      eventId,
      event,
      outcome,
      ...(reason === undefined ? {} : { reason }),
      held,
      triggers: considered,
      steps: steps.map(({ sessionId, instanceId, versionId, event: given, handled, trace, status }) => ({
        sessionId,
        instanceId,
        versionId,
        event: given,
        handled,
        trace,
        status,
      })),
      effects: item.effects,
      ...(followups === undefined ? {} : { followups: followups.map(toFollowup) }),
      ...(cut === undefined ? {} : { cut }),
    },
  };
}

function toFollowup({ taskId, policyId, step, reason, dueAt }: FollowupStep): TimelineFollowupResponse {
  return {
    id: taskId,
    policyId,
    step,
    ...(reason === undefined ? {} : { reason }),
    ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt) }),
  };
}
