import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { BrokenDown, Funnel, FunnelNode } from '../domain/breakdowns';
import type { CostItem } from '../domain/cost-items';
import { INSIGHT_CODES, type Insight, type InsightCode } from '../domain/insights';
import { type Comparison, KEY_NUMBER_NAMES, type KeyNumber, type KeyNumbers } from '../domain/key-numbers';
import type { Accuracy } from '../reports.service';
import { FiguresResponse } from './figures.response';

const COUNT = { type: 'integer' } as const;
const NUMBER = { type: 'number', nullable: true } as const;
const TIMES = ['exact', 'buckets'] as const;
const DATE = { type: 'string', format: 'date' } as const;
const COUNTS = { type: 'object', additionalProperties: COUNT } as const;
const NUMBERS = { type: 'object', additionalProperties: NUMBER } as const;

export class ReportRangeResponse {
  @ApiProperty(DATE)
  from: string;

  @ApiProperty(DATE)
  to: string;
}

export class ReportStandingResponse {
  /** Days are those of this time zone; some have 23 or 25 hours. */
  timeZone: string;

  /** When something was last counted; null: never. Figures are some seconds behind what happens. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  countedAt: Date | null;

  /** Everything is being counted anew, so that figures may still change. */
  isRecounting: boolean;
}

export class ComparisonResponse implements Comparison {
  @ApiProperty(NUMBER)
  current: number | null;

  @ApiProperty(NUMBER)
  previous: number | null;

  @ApiProperty({ ...NUMBER, description: 'Share of `previous` by which it has changed; null where that says nothing.' })
  change: number | null;
}

export class ReportCostResponse {
  /** Of language models, in US dollars, by the price table of this installation. */
  costUsd: number;

  @ApiProperty(COUNT)
  calls: number;

  @ApiProperty(COUNT)
  tokens: number;

  @ApiProperty({ ...NUMBER, description: 'For each completed goal, in US dollars; null of none.' })
  costPerGoalUsd: number | null;
}

export class ReportAccuracyResponse implements Accuracy {
  /**
   * All medians and p90. `exact`: from the times themselves, for up to 7 days that are not final yet · `buckets`: from
   * daily histograms.
   */
  @ApiProperty({ enum: TIMES })
  times: Accuracy['times'];

  /** By how much a time from a histogram can be off, as a share of it. */
  histogramError: number;
}

export class ReportSummaryAccuracyResponse extends ReportAccuracyResponse {
  /** The same of the days before, in `compared`. */
  @ApiProperty({ enum: TIMES })
  previousTimes: Accuracy['times'];
}

@ApiExtraModels(ComparisonResponse)
export class ReportSummaryResponse extends ReportRangeResponse {
  /** As many days, right before. */
  @ApiProperty({ type: ReportRangeResponse })
  previous: ReportRangeResponse;

  @ApiProperty({ type: ReportStandingResponse })
  standing: ReportStandingResponse;

  @ApiProperty({ type: FiguresResponse })
  figures: FiguresResponse;

  /** Questions that nobody answered within the 24 hours in which the bot may; those still open do not count. */
  @ApiProperty(COUNT)
  missedWindows: number;

  @ApiProperty({ type: ReportCostResponse })
  cost: ReportCostResponse;

  /** The main figures beside those of the previous days. */
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(ComparisonResponse) } })
  compared: Record<KeyNumber, Comparison>;

  @ApiProperty({ type: ReportSummaryAccuracyResponse })
  accuracy: ReportSummaryAccuracyResponse;
}

export class ReportTrendsResponse extends ReportRangeResponse {
  @ApiProperty({ type: ReportStandingResponse })
  standing: ReportStandingResponse;

  /** Of the times of each day. */
  @ApiProperty({ type: ReportAccuracyResponse })
  accuracy: ReportAccuracyResponse;

  /** Each day, also those on which nothing happened. */
  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      properties: {
        day: DATE,
        costUsd: { type: 'number' },
        ...Object.fromEntries(KEY_NUMBER_NAMES.map((name) => [name, NUMBER])),
      },
      required: ['day', 'costUsd', ...KEY_NUMBER_NAMES],
    },
  })
  days: ({ day: string; costUsd: number } & KeyNumbers)[];
}

export class BrokenDownResponse implements BrokenDown {
  /** An id, a code or a kind; `other` for those beyond the number that is told apart, `gone` for what was erased. */
  key: string;

  /** Of a reason: its words, as long as an escalation of this time has them. */
  name?: string;

  @ApiProperty(NUMBERS)
  numbers: Record<string, number | null>;
}

export class ReportBreakdownResponse extends ReportRangeResponse {
  by: string;

  /** Where items have medians. */
  @ApiPropertyOptional({ type: ReportAccuracyResponse })
  accuracy?: ReportAccuracyResponse;

  /** The greatest first. */
  @ApiProperty({ type: [BrokenDownResponse] })
  items: BrokenDownResponse[];
}

export class FunnelNodeResponse implements FunnelNode {
  nodeId: string;

  /** How often runs came there. */
  @ApiProperty(COUNT)
  entered: number;

  /** Goals that were reached there. */
  @ApiProperty(COUNT)
  goals: number;

  /** Runs that stand there, or ended there, by their status. */
  @ApiProperty(COUNTS)
  here: Record<string, number>;
}

export class FunnelResponse implements Funnel {
  versionId: string;

  /** Runs that began in this time; the other figures are of these. */
  @ApiProperty(COUNT)
  started: number;

  @ApiProperty(COUNTS)
  byStatus: Record<string, number>;

  @ApiProperty({ ...NUMBER, description: 'From 0 to 1; null of nothing.' })
  completedShare: number | null;

  /** The most entered first. */
  @ApiProperty({ type: [FunnelNodeResponse] })
  nodes: FunnelNodeResponse[];

  /** Of AI replies in this time; all that the version asked a model for, and what it cost, is in `cost`. */
  @ApiProperty(COUNT)
  tokens: number;
}

export class ReportFunnelsResponse extends ReportRangeResponse {
  /** The most started first. */
  @ApiProperty({ type: [FunnelResponse] })
  items: FunnelResponse[];
}

export class CostItemResponse implements CostItem {
  /**
   * A purpose, a model, a version of a flow, or a goal: of calls of flows that capture it (`lead+booking` where they capture
   * several, `any` where an agent chooses, `none` where they capture none). `outside`: what no flow asked for; `other`:
   * versions beyond the 400 dearest.
   */
  key: string;

  costUsd: number;

  @ApiProperty(COUNT)
  tokens: number;

  @ApiPropertyOptional({
    ...NUMBER,
    description: 'By goal: for each time it was completed, in US dollars; null of none.',
  })
  costPerGoalUsd?: number | null;
}

export class ReportCostsResponse extends ReportRangeResponse {
  /**
   * The items are what was charged, and add up to the total. False by flow and goal only where the range has calls of a
   * version of Parley that did not note which flow asked: by flow, what their replies cost is shared out by tokens; the
   * rest of it is in the total alone.
   */
  isExact: boolean;

  /** The dearest first. */
  @ApiProperty({ type: [CostItemResponse] })
  items: CostItemResponse[];

  /** Exact, as it was charged. */
  @ApiProperty({ type: ReportCostResponse })
  total: ReportCostResponse;
}

export class InsightResponse implements Insight {
  @ApiProperty({ enum: INSIGHT_CODES })
  code: InsightCode;

  @ApiProperty({ enum: ['good', 'notice', 'bad'] })
  weight: Insight['weight'];

  /** In English; front ends that speak another language make their own of `code` and `numbers`. */
  text: string;

  /** What it rests on. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  numbers: Record<string, number>;
}

export class TopicResponse {
  /** A knowledge item. */
  itemId: string;

  @ApiProperty(COUNT)
  replies: number;
}

export class MissingTopicResponse {
  /** As it was last asked, without what could tell who asked. */
  question: string;

  /** How often it was asked, ever. */
  @ApiProperty(COUNT)
  count: number;
}

export class ReportInsightsResponse extends ReportRangeResponse {
  /** By rules alone, the gravest first. */
  @ApiProperty({ type: [InsightResponse] })
  items: InsightResponse[];

  /** What answers rest on most, five at most. */
  @ApiProperty({ type: [TopicResponse] })
  topTopics: TopicResponse[];

  /** What was asked and the knowledge base does not answer, five at most. */
  @ApiProperty({ type: [MissingTopicResponse] })
  missingTopics: MissingTopicResponse[];
}

export class ReportTicketResponse {
  /** Send it as `?ticket=` within half a minute, once. */
  ticket: string;

  expiresAt: Date;
}
