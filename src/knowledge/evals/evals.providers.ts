import { EvalCasesRepository } from '../repositories/eval-cases.repository';
import { EvalRunsRepository } from '../repositories/eval-runs.repository';
import { EVAL_CASES, evalCaseSchema } from '../schemas/eval-case.schema';
import { EVAL_RUNS, evalRunSchema } from '../schemas/eval-run.schema';
import { BuiltInEvals } from './built-in-evals.service';
import { ConversationCasesController } from './conversation-cases.controller';
import { EvalCasesController } from './eval-cases.controller';
import { EvalCases } from './eval-cases.service';
import { AppliedProposals } from './applied-proposals.service';
import { EvalGate } from './eval-gate.service';
import { EvalPlayer } from './eval-player.service';
import { Proposals } from './proposals.service';
import { EvalRunner } from './eval-runner.service';
import { EvalRunsController } from './eval-runs.controller';
import { EvalRuns } from './eval-runs.service';
import { EvalsPersonalData } from './evals.personal-data';
import { RunEvalsJob } from './run-evals.job';

export const EVALS_MODELS = [
  { name: EVAL_CASES, schema: evalCaseSchema },
  { name: EVAL_RUNS, schema: evalRunSchema },
];

export const EVALS_CONTROLLERS = [EvalCasesController, ConversationCasesController, EvalRunsController];

/** Golden sets, their runs, and the set that comes with the program. */
export const EVALS_SERVICES = [
  EvalCasesRepository,
  EvalRunsRepository,
  EvalCases,
  EvalRuns,
  EvalPlayer,
  EvalRunner,
  EvalGate,
  Proposals,
  AppliedProposals,
  RunEvalsJob,
  BuiltInEvals,
  EvalsPersonalData,
];
