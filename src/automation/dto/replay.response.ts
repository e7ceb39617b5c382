import { ApiProperty } from '@nestjs/swagger';
import type { ComparedStep, ReplayedStep } from '../domain/replay';
import type { SessionReplay } from '../sessions/session-replay.service';

const anything = { type: 'object', additionalProperties: true } as const;
const list = { type: 'array', items: anything } as const;

export class ReplayOutcomeResponse {
  status: string;

  /** What was asked for: messages, tasks, timers. */
  @ApiProperty(list)
  effects: object[];

  @ApiProperty(list)
  trace: object[];

  handled: boolean;
}

export class ReplayedStepResponse extends ReplayOutcomeResponse {
  /** What the session was given, or what was done to it. */
  @ApiProperty(anything)
  event: object;

  at: Date;

  /** It came to what is on record. */
  same: boolean;
}

export class ComparedStepResponse {
  @ApiProperty(anything)
  event: object;

  at: Date;

  @ApiProperty({ type: ReplayOutcomeResponse })
  before: ReplayOutcomeResponse;

  @ApiProperty({ type: ReplayOutcomeResponse, nullable: true })
  after: ReplayOutcomeResponse | null;

  /** A person would see the same, and the same would be done. */
  same: boolean;
}

export class ReplayResponse {
  sessionId: string;

  /** Every step is on record and could be run again. */
  complete: boolean;

  /** Every step that was run again came to what is on record. */
  same: boolean;

  @ApiProperty({ type: [ReplayedStepResponse] })
  steps: ReplayedStepResponse[];

  /** Step by step in the other flow; null when none was named. */
  @ApiProperty({ type: [ComparedStepResponse], nullable: true })
  comparison: ComparedStepResponse[] | null;
}

export function toReplayResponse({ steps, comparison, ...replay }: SessionReplay): ReplayResponse {
  return {
    ...replay,
    steps: steps.map((step) => ({ ...givenOf(step), ...outcomeOf(step), same: step.same })),
    comparison: comparison?.map(toCompared) ?? null,
  };
}

function toCompared({ before, after, same }: ComparedStep): ComparedStepResponse {
  return { ...givenOf(before), before: outcomeOf(before), after: after === null ? null : outcomeOf(after), same };
}

const givenOf = ({ step: { event, basis } }: ReplayedStep) => ({ event, at: new Date(basis.now) });

function outcomeOf({ status, effects, trace, handled }: Omit<ReplayedStep, 'step' | 'same'>): ReplayOutcomeResponse {
  return { status, effects, trace, handled };
}
