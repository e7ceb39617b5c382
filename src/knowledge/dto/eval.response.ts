import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { EVAL_ACTIONS, passedOf } from '../domain/evals/eval-case';
import { EVAL_RUN_STATUSES, type EvalRun, type EvalRunStatus } from '../domain/evals/eval-run';
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
}

export class EvalCaseResponse {
  id: string;

  set: string;

  message: string;

  history: PastMessageDto[];

  expect: EvalExpectationResponse;

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

  model?: string;

  durationMs: number;
}

class EvalComparisonResponse {
  /** Cases that passed in the run before and fail in this one. */
  regressed: string[];

  fixed: string[];

  added: string[];
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
  createdAt,
  updatedAt,
}: StoredEvalCase): EvalCaseResponse {
  const { contains, notContains, cites, action, language } = expect;
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
    },
    createdAt,
    updatedAt,
  };
}

export function toEvalCasePageResponse(page: Page<StoredEvalCase>): EvalCasePageResponse {
  return { ...page, items: page.items.map(toEvalCaseResponse) };
}

function toSummary({
  id,
  set,
  status,
  cases,
  results,
  comparison,
  createdAt,
  finishedAt,
}: EvalRun): EvalRunSummaryResponse {
  const passed = passedOf(results);
  return {
    id,
    set,
    status,
    cases: cases.length,
    passed,
    failed: results.length - passed,
    comparison,
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

export function toEvalRunResponse(run: EvalRun): EvalRunResponse {
  const results = run.results.map(({ problems, citedItemIds, ...result }) => ({
    ...result,
    problems: [...problems],
    citedItemIds: [...citedItemIds],
  }));
  return { ...toSummary(run), results };
}

export function toEvalRunPageResponse(page: Page<EvalRun>): EvalRunPageResponse {
  return { ...page, items: page.items.map(toSummary) };
}
