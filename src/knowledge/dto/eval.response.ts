import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { EVAL_ACTIONS, passedOf } from '../domain/evals/eval-case';
import { EVAL_RUN_STATUSES, type EvalRun, type EvalRunStatus } from '../domain/evals/eval-run';
import { GATED_GROUPS, type GatedGroup, verdictOn } from '../domain/evals/proposed-change';
import { EvalAgentRequest, ExpectedSlotRequest } from './eval.request';
import type { ReplyAction } from '../domain/guardrails/reply-decision';
import type { StoredEvalCase } from '../repositories/eval-cases.repository';
import { PastMessageDto } from './past-message.dto';

class EvalExpectationResponse {
  contains: string[];

  notContains: string[];

  /** Ids of knowledge items. */
  cites: string[];

  @ApiPropertyOptional({ enum: EVAL_ACTIONS })
  action?: ReplyAction;

  language?: string;

  /** What an agent has found out. */
  @ApiPropertyOptional({ type: [ExpectedSlotRequest] })
  slots?: ExpectedSlotRequest[];
}

export class EvalCaseResponse {
  id: string;

  set: string;

  message: string;

  history: PastMessageDto[];

  expect: EvalExpectationResponse;

  /** Present where an agent takes the message. */
  agent?: EvalAgentRequest;

  /** Where it was taken from. */
  conversationId?: string;

  createdAt: Date;

  updatedAt: Date;
}

export class EvalCasePageResponse extends PageOf(EvalCaseResponse) {}

class EvalResultResponse {
  caseId: string;

  message: string;

  passed: boolean;

  /** What was not as expected. */
  problems: string[];

  @ApiProperty({ enum: EVAL_ACTIONS })
  action: ReplyAction;

  /** Code of why the reply is sent, waits or goes to a person. */
  reason: string;

  /** `generated` by a model, `extractive` from the knowledge, or a `fixed` line. */
  mode: string;

  text: string;

  citedItemIds: string[];

  /** Of an agent: what it has found out. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  slots?: Record<string, string>;

  model?: string;

  durationMs: number;
}

class EvalComparisonResponse {
  /** Cases that passed in the run before and fail in this one. */
  regressed: string[];

  fixed: string[];

  added: string[];
}

class TriedSettingsResponse {
  @ApiProperty({ enum: GATED_GROUPS })
  group: GatedGroup;

  @ApiProperty({ type: 'object', additionalProperties: true })
  values: Record<string, unknown>;
}

class EvalTrialResponse {
  @ApiProperty({ type: [TriedSettingsResponse] })
  settings: TriedSettingsResponse[];

  /** Ids of knowledge items. */
  activate: string[];

  deactivate: string[];

  /** Cases that pass as things are. */
  passedBefore: number;

  /** Fewer pass with the change; told once the run is done. */
  lowers?: boolean;

  /** When the change was made. */
  appliedAt?: Date;
}

export class EvalRunSummaryResponse {
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null: all sets.' })
  set: string | null;

  @ApiProperty({ enum: EVAL_RUN_STATUSES })
  status: EvalRunStatus;

  cases: number;

  passed: number;

  failed: number;

  @ApiProperty({ type: EvalComparisonResponse, nullable: true, description: 'Null while it is not done.' })
  comparison: EvalComparisonResponse | null;

  /** Present where a change is tried out; `comparison` is then with how things are. */
  @ApiPropertyOptional({ type: EvalTrialResponse })
  trial?: EvalTrialResponse;

  createdAt: Date;

  finishedAt?: Date;
}

export class EvalRunResponse extends EvalRunSummaryResponse {
  results: EvalResultResponse[];
}

export class EvalRunPageResponse extends PageOf(EvalRunSummaryResponse) {}

export function toEvalCaseResponse({
  id,
  set,
  message,
  history,
  expect,
  agent,
  conversationId,
  createdAt,
  updatedAt,
}: StoredEvalCase): EvalCaseResponse {
  const { contains, notContains, cites, action, language, slots } = expect;
  return {
    id,
    set,
    message,
    history: history.map(({ from, text }) => ({ from, text })),
    expect: {
      contains: [...contains],
      notContains: [...notContains],
      cites: [...cites],
      ...(action === undefined ? {} : { action }),
      ...(language === undefined ? {} : { language }),
      ...(slots === undefined ? {} : { slots: [...slots] }),
    },
    ...(agent === undefined ? {} : { agent: { instructions: agent.instructions, slots: [...agent.slots] } }),
    ...(conversationId === undefined ? {} : { conversationId }),
    createdAt,
    updatedAt,
  };
}

export function toEvalCasePageResponse(page: Page<StoredEvalCase>): EvalCasePageResponse {
  return { ...page, items: page.items.map(toEvalCaseResponse) };
}

function toTrial({ proposed, baseline = [], results, status, appliedAt }: EvalRun): { trial?: EvalTrialResponse } {
  if (proposed === undefined) return {};
  const { settings, activate, deactivate } = proposed;
  const { before, lowers } = verdictOn(baseline, results);
  return {
    trial: {
      settings: settings.map(({ group, values }) => ({ group, values })),
      activate: [...activate],
      deactivate: [...deactivate],
      passedBefore: before,
      ...(status === 'done' ? { lowers } : {}),
      ...(appliedAt === undefined ? {} : { appliedAt }),
    },
  };
}

function toSummary(run: EvalRun): EvalRunSummaryResponse {
  const { id, set, status, cases, results, comparison, createdAt, finishedAt } = run;
  const passed = passedOf(results);
  return {
    id,
    set,
    status,
    cases: cases.length,
    passed,
    failed: results.length - passed,
    comparison,
    ...toTrial(run),
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

export function toEvalRunResponse(run: EvalRun): EvalRunResponse {
  const results = run.results.map(({ problems, citedItemIds, slots, ...result }) => ({
    ...result,
    ...(slots === undefined ? {} : { slots: { ...slots } }),
    problems: [...problems],
    citedItemIds: [...citedItemIds],
  }));
  return { ...toSummary(run), results };
}

export function toEvalRunPageResponse(page: Page<EvalRun>): EvalRunPageResponse {
  return { ...page, items: page.items.map(toSummary) };
}
